"""The interview's sentences in French, by the English sentence."""

from __future__ import annotations

SENTENCES = {
    # the interview
    "There is no question before this one.": "Il n'y a pas de question avant celle-ci.",
    "What is the case?": "De quel cas s'agit-il ?",
    "Type words of the buyer's message.": "Tapez des mots du message de l'acheteur.",
    "The product": "Le produit",
    "Delivery": "La livraison",
    "The buyer's wishes": "Les souhaits de l'acheteur",
    "Leave it out": "Ne rien mettre",
    "command line": "ligne de commande",
    "answers file": "fichier de réponses",
    "default": "valeur par défaut",
    "resumed": "repris",
    "Stopped; no letter was written.": "Arrêté ; aucune lettre n'a été écrite.",
    "Stopped; no letter was written. Go on with:": (
        "Arrêté ; aucune lettre n'a été écrite. Pour continuer :"
    ),
    # review and preview
    "Your answers": "Vos réponses",
    "Write the letter": "Écrire la lettre",
    "It is printed, and you are done.": "Elle s'affiche, et c'est terminé.",
    "Read it first": "La relire d'abord",
    "Then copy, edit or save it, or take another letter or language.": (
        "Puis la copier, la modifier, l'enregistrer, changer de lettre ou de langue."
    ),
    "Change an answer": "Changer une réponse",
    "Which answer?": "Quelle réponse ?",
    "Done: write the letter": "Terminé : écrire la lettre",
    "Copy": "Copier",
    "Edit": "Modifier",
    "Save": "Enregistrer",
    "Other letter": "Autre lettre",
    "Other language": "Autre langue",
    "Which letter?": "Quelle lettre ?",
    "Which language?": "Quelle langue ?",
    "File name?": "Nom du fichier ?",
    "This outcome has no letter.": "Ce cas ne demande pas de lettre.",
    "The letter was written anew; your edit is set aside.": (
        "La lettre a été réécrite ; votre modification est mise de côté."
    ),
    # hints
    "1-9 pick; type to filter; ← or Shift-Tab: back": (
        "1-9 : choisir ; tapez pour filtrer ; ← ou Maj-Tab : retour"
    ),
    "Enter picks; Esc clears the filter": "Entrée : choisir ; Échap : effacer le filtre",
    "Nothing matches. Esc clears what is typed.": "Rien ne correspond. Échap efface la saisie.",
    "lines {first}-{last} of {all}: PgUp, PgDn": "lignes {first}-{last} sur {all} : PgPréc, PgSuiv",
    "Enter takes it; Esc or Shift-Tab: back": "Entrée : valider ; Échap ou Maj-Tab : retour",
    "Enter takes it, empty leaves it out; Esc or Shift-Tab: back": (
        "Entrée : valider, vide : ne rien mettre ; Échap ou Maj-Tab : retour"
    ),
    # line mode
    "Number or words, b for back: ": "Numéro ou mots, b pour revenir : ",
    "Number or words, b for back, Enter for '{label}': ": (
        "Numéro ou mots, b pour revenir, Entrée pour « {label} » : "
    ),
    "b for back: ": "b pour revenir : ",
    "b for back, Enter to leave it out: ": "b pour revenir, Entrée pour ne rien mettre : ",
    "b for back, Enter for '{default}': ": "b pour revenir, Entrée pour « {default} » : ",
    "b for back, - to leave it out, Enter for '{default}': ": (
        "b pour revenir, - pour ne rien mettre, Entrée pour « {default} » : "
    ),
    "Several match; give the number of one.": "Plusieurs correspondent ; donnez un numéro.",
    "'{typed}' is none of these. Give a number, or b.": (
        "« {typed} » n'en fait pas partie. Donnez un numéro, ou b."
    ),
    # answers that do not fit
    "Something must be given here.": "Il faut répondre ici.",
    "'{start}…' has {length} characters; at most {most} are allowed.": (
        "« {start}… » a {length} caractères ; {most} au plus sont permis."
    ),
    "'{text}' looks like a placeholder ('{mark}'). Write what the buyer is to read.": (
        "« {text} » semble à compléter (« {mark} »). Écrivez ce que l'acheteur doit lire."
    ),
    "'{text}' is not a whole number. Write digits only, such as 3.": (
        "« {text} » n'est pas un nombre entier. N'écrivez que des chiffres, comme 3."
    ),
    "'{text}' is not a date. Write year-month-day, such as 2026-11-25.": (
        "« {text} » n'est pas une date. Écrivez année-mois-jour, comme 2026-11-25."
    ),
    "'{text}' is a digital order, which is not answered through this channel.": (
        "« {text} » est une commande numérique, à laquelle on ne répond pas par ce canal."
    ),
    "'{text}' is not an order of Amazon's store, which is not answered through this channel.": (
        "« {text} » n'est pas une commande d'Amazon ; on n'y répond pas par ce canal."
    ),
    "'{text}' is not an order id. It has the form 302-1234567-1234567.": (
        "« {text} » n'est pas un numéro de commande. Sa forme est 302-1234567-1234567."
    ),
    "'{word}' is not one of {known}.": "« {word} » ne fait pas partie de {known}.",
    "'{word}' is not one of {known}. Did you mean '{near}'?": (
        "« {word} » ne fait pas partie de {known}. Vouliez-vous dire « {near} » ?"
    ),
    "'{text}' is not an amount. Write it plainly, such as 12.50.": (
        "« {text} » n'est pas un montant. Écrivez-le simplement, comme 12,50."
    ),
    "'{text}' has too many decimals; {currency} has none.": (
        "« {text} » a trop de décimales ; {currency} n'en a pas."
    ),
    "'{text}' has too many decimals; {currency} has {decimals}.": (
        "« {text} » a trop de décimales ; {currency} en a {decimals}."
    ),
    "'{text}' is no amount to offer. Write more than zero.": (
        "« {text} » n'est pas un montant à proposer. Écrivez plus que zéro."
    ),
    "'{text}' is not an amount in {currency}, the currency of {store}. "
    "Write the number only, or choose another --marketplace.": (
        "« {text} » n'est pas un montant en {currency}, la monnaie de {store}. "
        "N'écrivez que le nombre, ou choisissez un autre --marketplace."
    ),
    "'{text}' is too small; the least is {least:f}.": (
        "« {text} » est trop petit ; le minimum est {least:f}."
    ),
    "'{text}' is too large; the most is {most:f}.": (
        "« {text} » est trop grand ; le maximum est {most:f}."
    ),
    # what a draft says beside the letter
    "Approved by {name}.": "Approuvé par {name}.",
    "Not used on this way: {keys}.": "Sans usage sur ce chemin : {keys}.",
    "This outcome has no letter; the steps below are all there is to do.": (
        "Ce cas ne demande pas de lettre ; il suffit de suivre les étapes ci-dessous."
    ),
    "Subject: {subject}": "Objet : {subject}",
    "Other letters: {others} (--letter ID, or --all)": (
        "Autres lettres : {others} (--letter ID, ou --all)"
    ),
    "Steps:": "Étapes :",
    "Against the policy:": "Contraire aux règles :",
    "{letter}, line {line}: {rule} {said}": "{letter}, ligne {line} : {rule} {said}",
    "Do not send this letter. Change the answers, or mend it with --edit.": (
        "N'envoyez pas cette lettre. Changez les réponses, ou corrigez-la avec --edit."
    ),
    "The letter was not copied.": "La lettre n'a pas été copiée.",
    "Follow up:": "À suivre :",
    "Again:": "Pour refaire :",
    "What each option would cost us, the cheapest first:": (
        "Ce que nous coûterait chaque solution, la moins chère d'abord :"
    ),
    "not known": "inconnu",
    "Reorder or drop options with --options A,B.": (
        "Réordonner ou retirer des solutions : --options A,B."
    ),
    "(shared.yaml does not say what it costs)": "(shared.yaml ne dit pas ce qu'elle coûte)",
    "({sku} has no {missing} in {currency})": "({sku} n'a pas de {missing} en {currency})",
    " and no ": " ni de ",
    "{field}: {amount} is above the cap of {cap} for {which}.": (
        "{field} : {amount} dépasse le plafond de {cap} pour {which}."
    ),
    "the '{level}' price level": "le niveau de prix « {level} »",
    "the '{level}' price level, taken as the price level is not known": (
        "le niveau de prix « {level} », supposé car il n'est pas connu"
    ),
    "NOT APPROVED: do not send this letter yet. Ask whoever may approve it, then "
    "add --approved-by NAME.": (
        "NON APPROUVÉ : n'envoyez pas encore cette lettre. Demandez l'accord de qui peut le "
        "donner, puis ajoutez --approved-by NOM."
    ),
    "shop.yaml has no cap in {currency}; the amount was not checked.": (
        "shop.yaml n'a pas de plafond en {currency} ; le montant n'a pas été vérifié."
    ),
    "Which known issue is it?": "Quel problème connu est-ce ?",
    "Another one": "Un autre",
}
