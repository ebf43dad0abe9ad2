"""Names that the demo company is made of. All people and companies are invented."""

REGIONS = (("West", "Priya Raman"), ("Central", "Marcus Boyle"), ("East", "Helena Ortiz"))
FIRST_REPS = {
    "West": ("Mei-Lin Chao", "Jonah Becker", "Sofia Lindqvist", "Andre Thompson", "Ruth Adeyemi", "Caleb Novak"),
    "Central": ("Imani Cole", "Lars Nyström", "Bianca Rossi", "Tomás Herrera", "Grace Okafor", "Peter Vance"),
    "East": ("Yara Haddad", "Owen Fletcher", "Lucía Campos", "Dev Malhotra", "Hanna Weiss", "Marek Dvořák"),
}
FIRST_NAMES = (
    "Aisha", "Ben", "Carmen", "Daniel", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jae", "Kofi", "Leila", "Mateo",
    "Nadia", "Oscar", "Paula", "Quinn", "Rosa", "Samir", "Tessa", "Umar", "Vera", "Wen", "Xenia", "Yusuf", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Bright", "Castillo", "Dahl", "Eriksen", "Fontaine", "Gallo", "Hughes", "Ito", "Jensen", "Kaplan", "Lopez",
    "Mbeki", "Nakamura", "Olsen", "Pereira", "Quist", "Reyes", "Sato", "Tanaka", "Ueda", "Varga", "Wood", "Yilmaz",
)  # fmt: skip
COMPANY_FIRST = (
    "Aldgate", "Birch", "Bluewater", "Brightwater", "Cedar", "Cobalt", "Corvid", "Crestline", "Dunmore", "Eastgate",
    "Fairfield", "Gable", "Halcyon", "Halyard", "Ivory", "Juniper", "Kestrel", "Lakeshore", "Lumen", "Maple",
    "Meridian",
    "Northgate", "Orchard", "Pinecrest", "Quarry", "Redwood", "Silverton", "Summit", "Tallgrass", "Verity", "Westbrook",
    "Willow", "Yarrow", "Zephyr",
)  # fmt: skip
SECTORS = {
    "Dental": "Healthcare", "Medical": "Healthcare", "Clinics": "Healthcare", "Foods": "Retail", "Grocers": "Retail",
    "Outfitters": "Retail", "Freight": "Logistics", "Marine": "Logistics", "Robotics": "Manufacturing",
    "Instruments": "Manufacturing", "Plastics": "Manufacturing", "Insurance": "Finance", "Capital": "Finance",
    "Hotels": "Hospitality", "Labs": "Technology", "Software": "Technology", "Energy": "Utilities",
}  # fmt: skip
CITIES = (
    "Austin", "Boston", "Calgary", "Denver", "Essen", "Fresno", "Geneva", "Halifax", "Irvine", "Jersey", "Kansas",
    "Leeds", "Miami", "Nashville", "Omaha", "Portland", "Quebec", "Reno", "Seattle", "Tampa", "Utica", "Victoria",
)  # fmt: skip
COUNTRIES = ("United States", "United States", "United States", "Canada", "Germany", "United Kingdom", "Mexico")
TITLES = ("Operations director", "Head of IT", "CFO", "Plant manager", "VP Operations", "Procurement lead", "COO")
# name, family, list price, weight, problem, value
PRODUCTS = (
    ("Core", "Platform", "18000", 5, "Orders and stock live in different places.", "One count of stock for everybody."),
    (
        "Insights",
        "Analytics",
        "9000",
        3,
        "Reports are made by hand each Monday.",
        "Answers on Monday morning, unasked.",
    ),
    ("Connect", "Integration", "30000", 3, "Systems do not talk to each other.", "Data flows without files by mail."),
)
NEXT_STEPS = (
    "Send pricing", "Call the sponsor", "Security review", "Demo for the plant team", "Contract redlines",
    "Meet procurement", "Reference call", "Confirm budget", "Workshop on site", "Proposal review",
)  # fmt: skip
SUBJECTS = (
    "Discovery call", "Follow-up on pricing", "Demo", "Check-in", "Proposal walk-through", "Security questions",
    "Contract questions", "Intro to the sponsor", "Quarterly review",
)  # fmt: skip
LEAD_SOURCES = ("Website", "Webinar", "Trade fair", "Referral", "Outbound list", "Partner")
