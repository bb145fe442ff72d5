"""The words of the page on the phone: its script has none of its own."""

from __future__ import annotations

from django.utils.translation import gettext

from gongkai.domain.text import N_

#: Key in the script → words; what stands in braces the script fills in.
TEXTS = {
    # the net and the device
    "online": N_("There is a net."),
    "offline": N_("No net: what you write stays on this device and is sent later."),
    "asOf": N_("Sites as of {time}"),
    "mine": N_("Records of {person} on this device"),
    "signedOut": N_(
        "Your session is over. Sign in again: nothing is lost, what you wrote is still on this device."
    ),
    "signIn": N_("Sign in again"),
    "otherPerson": N_(
        "{person} is signed in now. What somebody else wrote on this device is neither shown nor sent; "
        "that person signs in to send it."
    ),
    "keptForOther": N_(
        "Somebody else used this browser before, and the page was kept for that person. Open it once with a net: "
        "then it is yours."
    ),
    "kept": N_("Kept on this device: records to send {records}, photos {photos}, {size}."),
    "persisted": N_("The browser promises to keep it."),
    "notPersisted": N_("The browser may throw it away when space runs short: send it soon."),
    "noWorker": N_(
        "This browser cannot keep the page for where there is no net. Use the ordinary forms below."
    ),
    "noStore": N_("This browser keeps nothing, as in a private window. Use the ordinary forms below."),
    "notKept": N_("This could not be kept on the device: {problem}. Send what is waiting, then try again."),
    # sites
    "inspect": N_("Inspect"),
    "goOn": N_("Carry on"),
    "by": N_("to be put right by {day}"),
    "seenOn": N_("last inspected on {day}"),
    "noSites": N_("No site of your unit is in a campaign that is running."),
    "noColleague": N_("No colleague of your unit is an inspector: two officers are needed."),
    # the queue
    "draft": N_("Not finished"),
    "waiting": N_("On this device, to be sent"),
    "sending": N_("Sending: {percent} %"),
    "refused": N_("Not taken"),
    "sent": N_("Sent: {number}"),
    "photos": N_("Photos: {count}"),
    "mend": N_("Mend it and send again"),
    "change": N_("Change"),
    "discard": N_("Throw away"),
    "discardAsk": N_("This record and its photos are erased from the device. Throw it away?"),
    "open": N_("Open the record"),
    "lateBy": N_("A record is sent within {days} days: send this one by {day}."),
    "tryAgain": N_("The server did not answer as it should. It is tried again by itself."),
    "tooLarge": N_("The record is too large for the server. Take out some photos and send it again."),
    "sentNow": N_("{site}: sent and kept as {number}."),
    "keptNow": N_("{site}: kept on this device."),
    "nothing": N_("Nothing is waiting."),
    # the form
    "item": N_("{number}. {name}"),
    "photoOf": N_("Photo {count} of “{name}”"),
    "removePhoto": N_("Take out photo {count} of “{name}”"),
    "badPhoto": N_("“{name}” cannot be read as a photo. Take it again."),
    "tooMany": N_("At most {most} photos of an item and {all} of a record. Leave some out."),
    "shrinking": N_("Making the photo smaller…"),
    "seeking": N_("Looking for your position…"),
    "placed": N_("{lat}, {lon}, unsure by {metres} m"),
    "placeDenied": N_("The browser does not give your position. Allow it in its settings, or leave it out."),
    "placeUnknown": N_("Your position could not be found. Leave it out, or try again in the open."),
    "daysRange": N_("Give 0 to {most} days to put it right."),
    "faults": N_("Please mend the following"),
    "error": N_("Error:"),
    "savedAt": N_("Kept on this device at {time}"),
    # faults, in the words of the check-list
    "whether": N_("Say whether this is met."),
    "wrong": N_("Write what is wrong."),
    "photo": N_("Take at least one photo of what is wrong."),
    "why": N_("Write why it does not apply here."),
    "nothingApplies": N_("Nothing applies to this site: then there is nothing to record."),
    "second": N_("Name the second officer."),
    "cause": N_("Choose why the site is inspected."),
}


def texts() -> dict[str, str]:
    """All of them in the reader's language."""
    return {key: gettext(words) for key, words in TEXTS.items()}
