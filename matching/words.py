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
    ace act age aid aim air app apt arc arm art ask asset bad bag bar base bat bed best big bio bit boss box bus cab
    cad cafe call cap car card care case cast cat chat chip chi cop core cost cpd crop cup cut dab dad dart dash data
    day dip doc dog dose drag ear eat echo eco edge eels end erase eric eye fab face fact fad fair fall fan far fast
    fat fed fee few fin fire fist fit flag flat focus food foot free fun gap gas gem get gift gin grip gum gut hand
    hat heal heat help hip hit home hope host hot hug hub ice ill inn ion jam jet job joint key kin kit lab lac lad
    lap last law lay lead leap led leg lid lie life lift light line link list lit live log lone lose low map mar mark
    mash mast mat mean med meet men met mid mind mini mis mix mob mod mole mop mum must nap neat ned net new nice nil
    node norm note nurse nut oar odd oil old open orb pain pal pan pap par part pas pass past path pay peg pen pep pet
    pick pie pig pin pip pit plan pod point pop pot prep press pro prompt pub pull pump pus race rad rag ram rap rat
    raw read red rep respect rest rib rid rig rim rip risk road rob rod role rot row rub run sad safe sage salt sap
    sar sat saw scan scar score sea see seed send set sex shape share ship sign sim sin sip sit six skip sky slam slip
    smart snap soap sort spa spine split spot spur staff stamp star start stat state stay stem step stop sum sun sure
    swap tag tail talk tap tar task tea team tell ten test tie tin tip tire toe toes tool top toy track train tree
    trend trip tube tug two upper van vat vest vet via view vital walk war warm wax way web wet win wing wish work yet
    zip
    """
)
"""Words that are acronyms in small letters only beside words that tell of the acronym's sense."""
