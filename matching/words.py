"""Ordinary English words that are spelled like acronyms: in small letters they mean themselves."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION = _words(
    """
    a all am an and any are as at be but by can did do due for go had has have he her him his how i if in is it its
    let may me more my no nor not now of off on one or our out own per put she so some than that the them then they
    this to too up us use was we were what when who why will with yes you
    """
)
"""Words that hold sentences together: never an acronym in small letters, whatever stands around them."""

EVERYDAY = _words(
    """
    ace act age aid aim air app apt arc arm art ask asset bad bag bar base bat bed best big bio bit boss box bus cab cad
    cafe call cap car card care case cast cat chat chi chip cop core cost cpd crop cup cut dab dad dart dash data day
    des dip dna doc dog dos dose drag ear eat echo eco edge eels end erase eric eva eye fab face fact fad fair fall fan
    far fast fat feat fed fee few fin fire fist fit flag flat focus food foot free fun gap gas gem get gift gin grip gum
    gut hai hand hat heal heat hee help hip hit home hope host hot hub hug ice ill inn int ion isa jam jet job joint key
    kin kit lab lac lad lap last law lay lead leap led leg les lia lid lie life lift light line link list lit live log
    lone los lose low map mar mark mas mash mast mat mean meat med meet men mesh met mid mind mini mis mix mob mod mole
    mop ms mum must nap neat ned nes net new news nice nil node norm note nurse nut oar odd oh oil old open orb pain pal
    pam pan pap par part pas pass past path pay peg pen pep pet pick pie pig pin pip pit place plan pod point pop pot
    prep press pro prompt pub pull pump pus race rad rag ram rap rat raw read rec red rep respect rest rib rid rig rim
    rip risk road rob rod role rot row rub run sad safe safer sage sail salt sap sar sat saw scan scar score sea see
    seed send set sex shape share ship sign sim sin sip sit six skip sky slam slip smart snap soap sort spa spine split
    spot spur staff stamp star start stat state stay stem step stop sum sun sure swap tag tail talk tap tar task tea
    team tell ten test tia tie tin tip tire toe toes tool top toy track train tre tree trend trim trip tube tug two
    upper van vat vest vet via view vital walk war warm wax way web wet win wing wish work wow yet zip
    """
)
"""Words that are acronyms in small letters only beside words that tell of the acronym's sense."""
