"""Who is in the scene and what they said so far: a hospital trust's Slack and a care-technology Discord.

The people and organisations are made up; the problems are not.
"""

from __future__ import annotations

from dataclasses import dataclass

SHARED = "getting-home"

SLACK_TEAM, SLACK_NAME = "T0NORTHGATE", "Northgate Hospitals NHS Trust"
DISCORD_NAME = "CareTech Commons"
GUEST_TEAM = "T0WESTMOOR"  # another organisation's workspace, with which the shared channel is shared too


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the scene. `slug` names their picture in `page/faces` and finds their id in a `Scene`.

    `sector` is where they work, `problem` what they wrote of what they are trying to change; empty when they did not.
    """

    slug: str
    name: str
    title: str
    sector: str = ""
    problem: str = ""
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the past: how many hours ago, by whom, where; `thread`: the place in its list of what it answers."""

    hours: float
    who: str
    channel: str
    text: str
    thread: int | None = None
    reactions: tuple[tuple[str, str], ...] = ()  # who, emoji


HOSPITAL = (
    Person("amara-okafor", "Dr Amara Okafor", "Consultant geriatrician"),
    Person(
        "rhys-bevan",
        "Rhys Bevan",
        "Discharge team lead",
        "nhs",
        "Patients are well enough to leave but wait days for a home care package to start.",
    ),
    Person(
        "priya-raman",
        "Priya Raman",
        "Chief pharmacist",
        "nhs",
        "Care homes and home carers do not get the medicines list when somebody leaves hospital.",
    ),
    Person(
        "helen-ashworth",
        "Helen Ashworth",
        "Falls prevention nurse",
        "nhs",
        "Older people fall again in the first weeks after a stay in hospital.",
    ),
    Person(
        "tomasz-zielinski",
        "Tomasz Zielinski",
        "Digital programme manager",
        "nhs",
        "Hospital and care records do not talk to each other, so staff type everything twice.",
        admin=True,
    ),
    Person(
        "grace-adeyemi",
        "Grace Adeyemi",
        "Information governance officer",
        "nhs",
        "Every new digital tool waits months for the same information governance questions.",
    ),
    Person(
        "callum-reid",
        "Callum Reid",
        "Ward manager, Elm Ward",
        "nhs",
        "We call six care providers each afternoon to find out who has space tomorrow.",
    ),
    Person("margaret-lowe", "Margaret Lowe", "Patient and carer partner"),
)
COMMONS = (
    Person("bronwen-hughes", "Bronwen Hughes", "Manager, Severn Home Care"),
    Person(
        "dev-patel",
        "Dev Patel",
        "Engineer, digital care records",
        "supplier",
        "Care providers type the same discharge details into three systems.",
    ),
    Person(
        "leila-haddad",
        "Leila Haddad",
        "Falls researcher",
        "research",
        "Nobody looks for falls at home in the first week after a discharge.",
    ),
    Person(
        "owen-blake",
        "Owen Blake",
        "Procurement adviser",
        "supplier",
        "Small suppliers answer the same procurement questions anew for every trust.",
    ),
    Person("nkechi-eze", "Nkechi Eze", "Community moderator", admin=True),
    Person(
        "jonas-lindqvist",
        "Jonas Lindqvist",
        "Interoperability developer",
        "supplier",
        "Shared care records need open interfaces that small systems can afford.",
    ),
    Person(
        "ruth-kendall",
        "Ruth Kendall",
        "Owner, Kendall House care home",
        "social care",
        "Residents come back from hospital at night, without notice and without their medicines list.",
    ),
    Person(
        "samir-khan",
        "Samir Khan",
        "Founder, remote monitoring",
        "supplier",
        "Remote monitoring data of people at home reaches nobody on the ward or in the surgery.",
    ),
)

GUEST = Person("ffion-price", "Ffion Price", "Paramedic at Westmoor Ambulance Service, by Slack Connect")

SLACK_CHANNELS = {
    SHARED: "Safe, timely discharge, together with the people who care at home",
    "falls-and-frailty": "Fewer falls on our wards and after them",
    "digital-and-data": "Records, DSPT evidence, new systems",
}
SLACK_PRIVATE = {"discharge-leads": ("tomasz-zielinski", "rhys-bevan", "callum-reid")}  # and who is in them
DISCORD_CHANNELS = {
    SHARED: "From hospital to home: what each side wishes the other knew",
    "care-records": "Digital social care records and how they join up",
    "selling-to-the-nhs": "Frameworks, pilots and paperwork, without tears",
}

SLACK_PAST = (
    Said(
        26, "helen-ashworth", "falls-and-frailty", "Elm Ward has gone 30 days without a fall with harm. Thank you, all."
    ),
    Said(
        25.5,
        "callum-reid",
        "falls-and-frailty",
        "What made the difference was dull: *call bells within reach*, checked at every round.",
        reactions=(("margaret-lowe", "heart"), ("helen-ashworth", "clap")),
    ),
    Said(
        22,
        "grace-adeyemi",
        "digital-and-data",
        "Small suppliers keep asking me which DSPT evidence we need. Could we publish _one_ list?",
    ),
    Said(
        4.2,
        "rhys-bevan",
        SHARED,
        "23 people on our wards were ready to leave this morning. For 9 of them we were waiting for "
        "*a home care package to be confirmed*.",
        reactions=(("amara-okafor", "eyes"),),
    ),
    Said(
        4.0,
        "amara-okafor",
        SHARED,
        "Each of those 9 loses strength with every day in bed. What do care providers need from us to say yes sooner?",
    ),
    Said(
        3.9,
        "margaret-lowe",
        SHARED,
        "When my mother came home, nobody had told the carer about her new tablets.",
        thread=4,
    ),
    Said(
        3.8, "priya-raman", SHARED, "That should not happen. I will find out why the list did not go along.", thread=4
    ),
    Said(
        1.1,
        "priya-raman",
        SHARED,
        "2 of yesterday's 31 discharges went without a medicines list. Both were after 17:00:\n"
        "- the ward had printed it\n- the patient had left\n> A list on paper is a list that stays on the ward.",
        reactions=(("rhys-bevan", "100"), ("callum-reid", "+1")),
    ),
)
DISCORD_PAST = (
    Said(
        27,
        "ruth-kendall",
        "selling-to-the-nhs",
        "Is anybody else stuck on staff training evidence in the DSPT? We are 14 people.",
    ),
    Said(
        26.5,
        "owen-blake",
        "selling-to-the-nhs",
        "Start with **Approaching Standards** and an action plan: it is there for services of your size.",
        reactions=(("ruth-kendall", "🙏"),),
    ),
    Said(
        21,
        "jonas-lindqvist",
        "care-records",
        "Our test server now answers `GET /MedicationStatement`. Who wants to try it?",
    ),
    Said(
        5.0,
        "bronwen-hughes",
        SHARED,
        "We often hear of a discharge when the ambulance is outside. A **two-hour warning** would change our rota.",
        reactions=(("ruth-kendall", "💯"), ("samir-khan", "👍")),
    ),
    Said(
        4.6,
        "dev-patel",
        SHARED,
        "The record standard has a field for the expected date. Hardly anybody sends it. "
        "We could show it to providers *the day it is set*.",
    ),
    Said(
        2.0,
        "leila-haddad",
        SHARED,
        "1 in 5 falls at home in our study came in the first week after a discharge. Nobody was told to look.",
    ),
    Said(
        0.8,
        "samir-khan",
        SHARED,
        "So:\n1. tell the carer the day\n2. send the medicines list\n3. look in on day 3\nWhich is hardest for you?",
        reactions=(("leila-haddad", "👀"),),
    ),
)
