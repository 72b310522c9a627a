/** Domains that give anybody an address for minutes, without a name or a password. */
export const disposableDomains: ReadonlySet<string> = new Set(
  `
10minutemail.com 10minutemail.net 20minutemail.com 33mail.com anonbox.net burnermail.io byom.de crazymailing.com discard.email
discardmail.com dispostable.com dropmail.me emailfake.com emailondeck.com fakeinbox.com fakemail.net filzmail.com getairmail.com
getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net guerrillamail.org
guerrillamailblock.com harakirimail.com inboxbear.com inboxkitten.com incognitomail.org jetable.org mail-temp.com mailcatch.com
maildrop.cc mailexpire.com mailforspam.com mailinator.com mailinator.net mailinator2.com mailnesia.com mailnull.com mailpoof.com
mailsac.com mailtemp.net mintemail.com moakt.cc moakt.com mohmal.com mytemp.email nada.email sharklasers.com spam4.me spambog.com
spambox.us spamgourmet.com temp-mail.io temp-mail.org tempail.com tempinbox.com tempmail.dev tempmail.net tempmail.plus tempmailo.com
tempr.email throwawaymail.com trash-mail.com trashmail.com trashmail.de trashmail.net yopmail.com yopmail.fr yopmail.net
`
    .trim()
    .split(/\s+/),
)
