"""Names in small letters in a list of patients: "jane smith" and "tom brown", each on its line below "patients:". Pure.

Two words in small letters are mostly no name ("pressure sores"), so one of them has to be a name that people are given.
"""

from __future__ import annotations

import re

from bot.patients import people
from bot.patients.seen import Seen

LONGEST = 3000  # characters below a heading that are looked at
# Not those that are words as well, or places: one name of a list is enough, and the others are rarely all such.
_NAMES_GIVEN = (
    "aaron abby abdul abdullah abigail abu adam adele adrian agnes agnieszka ahmad ahmed aidan aileen aisha alan"
    " albert alejandro alex alexander alexandra alexandru alfie alfred ali alice alison alistair amanda amelia amina"
    " amir amit amy ana anastasia andrea andrei andrew andrzej angela angus anil anita anjali ann anna anne annette"
    " annie anthony antonio anwar arjun arthur asha ashley asif audrey ayesha barbara barry beata beatrice becky ben"
    " benjamin bernadette bernard bert bertha beryl beth bethany betty beverley bilal brenda brendan brian bridget"
    " bronwen bruce callum calum cameron carl carla carly carmen caroline catherine cathy cecilia charles charlie"
    " chidi chloe chloé chris christina christine christopher ciaran claire clara clare clive colin connor constance"
    " craig cynthia dafydd daniel danielle daphne darren dave david dawid debbie deborah deepak deirdre denise dennis"
    " derek diana diane dilys dimitri dominic donald doreen doris dorothy douglas duncan dylan eamon eddie edith edna"
    " edward edwin eileen eilidh elaine eleanor elena elizabeth ella ellen ellie elsie emily emma emmanuel enid eric"
    " erin esther ethel eunice eva evelyn ewan farah farid fatima fatma fatoumata femi fergus fiona fraser fred freda"
    " frederick freya gareth gary gavin gemma geoff geoffrey george georgina gerald geraldine gerard ghulam gillian"
    " giovanni gladys gloria gordon graeme graham greg gregory greta gwen gwyneth hannah harold harriet harry hassan"
    " heidi helen helena henry hilary hilda howard hugh hussain huw ian ibrahim ifeoma imran ingrid irene isaac isabel"
    " isabella isla ivan ivor jackie jacob jacqueline jake james jamie jane janet janice jason javed jayne jeff"
    " jeffrey jennifer jenny jeremy jerome jessica jill jim jimmy joan joanna joanne joe joel john johnny jonathan"
    " jose josef joseph josephine joshua joyce juan judith judy julia julian julie justin kamal karen karl katarzyna"
    " kate katherine kathleen katie kavita keith kelly ken kenneth kerry kevin khadija kieran kim kiran kirsty"
    " krzysztof kumar kwame laura lauren laurence leah lee len leo leonard leroy lesley leslie lewis liam linda lisa"
    " liz lorna lorraine louis louise lucas lucy luke lydia lynn lynne magdalena maggie mahmoud malcolm malgorzata"
    " manjit marek margaret maria mariam marian marie marion marjorie marlene martin martyn mary maryam matthew"
    " maureen maurice mavis meera megan mehmet melanie michael michelle miguel mike mildred millicent mina miriam"
    " mohamed mohammad mohammed moira molly monica morag moses muhammad muriel mustafa nadia nancy naomi natalie"
    " natasha nathan neil nicholas nicola nigel nina noel noor nora noreen norma norman olga oliver olivia olu"
    " oluwaseun omar oscar osman owen pamela patel patricia patrick paul paula pauline pavel pedro peter phil philip"
    " phillip phoebe phyllis piotr pooja priya rachel raj rajesh ralph ramesh rashid ravi raymond rebecca reginald"
    " rhian rhys richard rita robert roberta roderick rodney roger roisin ron ronald rosemary rosie roy rupert russell"
    " ryan sadia saleh sally salma sam samantha samina samuel sandra sanjay sara sarah sean shabana shah shamima"
    " sharon shaun sheila shirley simon sinead siobhan sofia sonia sophie stacey stanley stefan stella stephanie"
    " stephen steve steven stewart stuart sunita susan suzanne sylvia tamara tanya tariq terence teresa terry thelma"
    " theodore theresa thomas tim timothy tina toby todd tom tomasz tony tracey tracy trevor ursula usha valerie vera"
    " veronica vijay vikram vincent violeta vivienne walter wanda wayne wei wendy wilfred william winifred winston"
    " xavier yasmin yusuf yvette yvonne zahra zainab zara zoe zofia éabha łukasz"
)
_GIVEN = frozenset(_NAMES_GIVEN.split())
_WHO = r"(?:(?:in|out)?patients?|pts?|residents?|clients?|service[^\S\n]users?)(?:['\u2019]s?)?"
_HEADING = re.compile(
    r"^[^\w\n]{0,6}+(?:(?:our|the|my|these|new|all|other|current|discharged|admitted)[^\S\n]){0,2}"
    rf"{_WHO}(?:[^\S\n](?:lists?|names?|today|tomorrow|seen|due|(?:for|to)[^\S\n](?:review|discharge|discuss|see|visit)"
    r"|on[^\S\n](?:the[^\S\n])?ward(?:[^\S\n]\w{1,12})?)){0,2}[^\S\n]?(?:(?P<colon>:)|$)",
    re.IGNORECASE | re.MULTILINE,
)
_MARK = re.compile(r"[^\w\n]{0,4}+(?:\d{1,3}[.)])?+[^\w\n]{0,3}")  # of an item in a list
_WORD = r"(?:[^\W\d_]{1,20}['\u2019-])?[^\W\d_]{2,20}"
# Two names, and then no more words: a sign, an age, a bracket, "in", "on".
_NAMES = re.compile(
    rf"(?P<one>{_WORD})(?P<comma>,[^\S\n]?|[^\S\n])(?:(?:al|el|bin|de|van|o)[\s-])?(?P<two>{_WORD})"
    r"(?=[^\S\n]?(?:[^\w\s]|\d|\Z|(?:and|aged|bed|ward|in|on|is|has|was)\b))",
    re.IGNORECASE,
)


def named(seen: Seen) -> bool:
    """Whether below a heading for patients, or directly behind it, somebody is named, in small letters too."""
    if not seen.has(*people.PATIENT_HINTS):
        return False
    headings = list(_HEADING.finditer(seen.text))
    ends = (*(heading.start() for heading in headings[1:]), len(seen.text))
    for heading, end in zip(headings, ends, strict=False):
        items = seen.text[heading.end() : min(end, heading.end() + LONGEST)].split("\n")
        if any(_names_somebody(item, marked=not heading["colon"]) for item in items):
            return True
    return False


def _names_somebody(item: str, *, marked: bool) -> bool:
    """Whether an item of a list, or one with a mark, begins with a person's name."""
    mark = _MARK.match(item)
    start = mark.end() if mark is not None else 0
    found = _NAMES.match(item, start)
    if found is None or (marked and not item[:start].strip()):
        return False
    one, two = found["one"].casefold(), found["two"].casefold()
    if any(people.is_place(word) or people.never_named(word) for word in (one, two)):
        return False
    return one.split("-")[0] in _GIVEN or ("," in found["comma"] and two.split("-")[0] in _GIVEN)
