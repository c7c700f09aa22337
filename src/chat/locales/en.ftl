# Commands: names and descriptions as the platforms' menus show them.
command-balance = balance
    .description = Show what your API key has left
command-usage = usage
    .description = What you have spent, with a chart and a forecast
command-alert = alert
    .description = Warn me before the money is gone
command-export = export
    .description = Send me the history of a key as a CSV file
command-announce = announce
    .description = For teams: post the warnings about a key in this channel
command-key = key
    .description = Register, see or remove your API key
command-key-set = set
    .description = Register your API key in a private form
command-key-show = show
    .description = See which keys are registered
command-key-name = name
    .description = Give a key a name, or another one
command-key-remove = remove
    .description = Remove a key from this bot
command-link = link
    .description = See the same keys on Discord and Telegram
command-unlink = unlink
    .description = Let linked chats go their own ways again
command-language = language
    .description = Choose the language of my replies
command-timezone = timezone
    .description = Set your time zone and quiet hours
command-privacy = privacy
    .description = What I store about you, and how to erase it
command-forget = forget
    .description = Erase everything that I store about you
command-help = help
    .description = What I can do, and how to start
command-start = start
    .description = Say hello
option-name = name
    .description = Which key: its name
option-to = to
    .description = The new name
option-below = below
    .description = Warn me when less money than this is left
option-points = points
    .description = Warn me when fewer points than this are left
option-percent = percent
    .description = Warn me when less than so many percent are left
option-days = days
    .description = Warn me when it will last for fewer days than this
option-off = off
    .description = Turn it off
option-figures = figures
    .description = Tell the figures there, too
option-code = code
    .description = The code that /link showed in your other chat
option-language = language
    .description = The language to use from now on
option-zone = zone
    .description = A city, a zone such as Asia/Shanghai, UTC+8, or off
option-quiet = quiet
    .description = When I stay silent, such as 22-8, or off

# What a person sees before starting the bot, on Telegram.
about = I show how much your Talk-Bot API key has left, right here. Send me your key once; I keep it encrypted. Then ask with /balance.
about-short = Your Talk-Bot API balance, in chat. Keys are kept encrypted.

# Balances.
balance-title = Your balance
balance-title-named = Balance of { $name }
balances-title = Your balances
balances-one = { $platform ->
    [discord] All figures of one key: `/balance name:…`
   *[telegram] All figures of one key: write its name after /balance.
}
balances-stopped = ⚠️ This key is no longer accepted (error 401). Please replace it.
balances-unverified = ⚠️ This key, stored unchecked, is not accepted (error 401). Please replace it.
balances-failed = ⚠️ { $failure }
balances-last-seen = Last seen { $age }:
balance-share = { $meter } { $share } left
balance-overdrawn = { $meter } overdrawn ({ $share })
points = Points
amount = Money
figure = { $remaining } of { $total }
figure-line = { $amount } of { $total } · { $points } points
figure-line-long = Its figures are too long for this list: ask for this key alone.
figure-share = { $remaining } of { $total } ({ $share })
balance-age = Read { $age }.
balance-stale = ⚠️ { $failure } This is not your balance now, but the last one I saw: from { $date }, { $age }.
key-footer = Key { $key }

# Usage, forecast and export.
usage-title = What you have spent
usage-title-named = What { $name } has spent
usage-today = Today ({ $zone })
usage-since = I have known this key since { $date }.
usage-week = Last 7 days
usage-month = Last 30 days
usage-per-day = Average a day
usage-points = { $points } points
usage-stale = ⚠️ { $failure } These figures may be out of date.
usage-nothing-yet = I know nothing about the past of this key yet. I look at it from time to time and whenever you ask for its balance; ask again tomorrow.
usage-no-picture = I cannot draw the chart right now, since too many people want one. Press one of the buttons in a minute.
usage-which = Which key do you want to see?
forecast-too-little = **Forecast:** too little data for now; I need at least a day of it.
forecast-used-up = **Forecast:** nothing is left.
forecast-not-spending = **Forecast:** at the moment you are not spending, so no end is in sight.
forecast-ends = **Forecast:** the balance lasts for about { $days }, until about { $date }. { $range }
forecast-range = Most likely between { $early } and { $late }.
forecast-range-open = Most likely { $early } or more.
chart-title-24h = Balance · last 24 hours
chart-title-7d = Balance · last 7 days
chart-title-30d = Balance · last 30 days
chart-title-all = Balance · all that I know
chart-balance = Balance
chart-top-ups = Top-up
chart-top-up = +{ $amount }
chart-forecast = Forecast
chart-now = Now
chart-alt = { $title }: from { $first } to { $last }, { $count ->
    [0] no top-ups
    [one] one top-up
   *[other] { $count } top-ups
}. { $forecast }
export-title = History
export-title-named = History of { $name }
export-which = Of which key do you want the history?
export = { $count ->
    [one] One reading, with the exact figures.
   *[other] { $count } readings, with the exact figures.
} Times are in UTC. I keep every reading of the last day, one an hour of the last month, and one a day of two years.

# Alerts.
alert-title = ⚠️ Your balance is running low
alert-title-named = ⚠️ { $name } is running low
alert-title-stopped = ⚠️ { $name } has stopped working
alert-because = You asked to be warned when { $when }.
alert-and = { $all } and { $next }
alert-when-below = less than { $threshold } is left
alert-when-points = fewer than { $threshold } points are left
alert-when-percent = less than { $threshold }% is left
alert-when-days = { $count ->
    [one] the balance lasts for less than a day
   *[other] the balance lasts for less than { $threshold } days
}
alert-next = After a top-up I watch for this anew. Until then I say nothing more about it, unless you press Snooze: then I remind you in 24 hours.
alert-because-public = Its owner wants this told when { $when }.
alert-public = Its owner has the details.
alert-public-stopped = The Talk-Bot API no longer accepts it. Its owner knows.
alert-list-title = Your alerts
alert-list = I send you a message when
alert-none = You have no alerts set: nobody warns you before the money is gone. Press the button for what most people want: at 10% left, and 3 days before the end.
alert-rule = • { $when }
alert-rule-key = { " " }(only { $key })
alert-rule-elsewhere = { " " }(set in { $platform ->
    [discord] Discord
   *[telegram] Telegram
}, and told there)
alert-shared = These keys are announced in channels, too: { $keys }
alert-stopped-note = When a key stops working I always tell you.
alert-set = { $platform ->
    [discord] ✅ Done. I write to you in a direct message; that needs a server that we share, with direct messages allowed there.
   *[telegram] ✅ Done. I write to you here.
}
alert-night = At night I stay silent once you have set your `/timezone`, but for what is urgent.
alert-usage = { $platform ->
    [discord] To set one: `/alert below:50`, `/alert points:100000`, `/alert percent:10` or `/alert days:3`, also several at once; with `name:…` for one key only. To end them: `/alert off:True`
   *[telegram] To set one: `/alert below:50`, `/alert points:100000`, `/alert percent:10` or `/alert days:3`, also several at once; with the name of a key behind for that key only. To end them: `/alert off`
}
alert-bad = “{ $value }” makes no sense for { $kind ->
    [below] an amount of money. Nothing was changed.
    [points] a number of points. Nothing was changed.
    [percent] a percentage: I need a number up to 100. Nothing was changed.
   *[days] a number of days: I need one up to 365. Nothing was changed.
}
alert-not-watching = ⚠️ The operator of this bot has turned off the watch over keys, so no alert comes by itself.
alert-full = You have as many alerts as I keep. End some first: `/alert off`
alert-off = { $count ->
    [one] The alert is off.
   *[other] { $count } alerts are off.
}
alert-off-none = There was no alert of this chat to turn off.
alert-key-gone = That key is not registered any more.
alert-snoozed = All right: nothing more about { $key } for 24 hours. If it is still low then, I say so once more.
alert-over = This warning about { $key } is over, so there is nothing left to snooze. If it runs low again, I tell you, as long as an alert is set for it.
announce-where = Use this command { $platform ->
    [discord] in the channel of your server
   *[telegram] in the group
} that shall get the warnings. Only administrators can do that.
announce-administrators = Only administrators can have warnings come here.
announce-no-key = You have no key registered with me. Register one in our private chat first.
announce-nameless = Others will read what this key is called, so please give it a name first: { $platform ->
    [discord] `/key name`
   *[telegram] `/namekey` in our private chat
}
announce-which = Which of your keys? Write its name behind the command.
announce-begun = From now on I say here when the key **{ $name }** runs low or stops working. I never tell its figures here.
announce-begun-figures = From now on I say here when the key **{ $name }** runs low or stops working, with its figures.
announce-done = ✅ Done: warnings about **{ $name }** come here, by the alerts that you have set for it with `/alert`. To end them, use { $platform ->
    [discord] `/announce off:True`
   *[telegram] `/announce off`
} here.
announce-no-rules = No alert is set for it so far, so only that it has stopped working would be told here. Set one in our private chat with `/alert`.
announce-off = ✅ No more warnings come here.
announce-off-none = No warnings of yours come here.
announce-not-allowed = I am not allowed to write here. Let me send messages in this channel, then try again.
announce-not-reached = I could not write here just now, so nothing was changed. Please try again in a minute.
announce-full = You have as many channels as I keep. End some first.
announce-unknown = I cannot check right now whether you are an administrator. Please try again in a minute.

# Why a balance could not be had: each is one sentence or two, used on its own and before others.
failure-unavailable = The balance service is not answering properly right now.
failure-rate-limited = The balance service is limiting requests. Try again in a moment.
failure-rate-limited-wait = The balance service is limiting requests. Try again in { $wait }.
failure-busy = Too many people are asking me right now. Try again in a few seconds.
failure-title = No balance right now
failure-next = Nothing is lost: your key stays registered. Press Refresh a little later, or ask again with `/balance`.

# Guidance: how to get a working key to me.
guidance-no-key-title = You have no key registered yet
guidance-no-key = To show your balance I need your Talk-Bot API key. It takes two steps:
guidance-refused-title = That key was refused
guidance-refused = The Talk-Bot API did not accept the key `{ $key }` that you just sent (error 401), so I did not store it. Perhaps a character got lost in copying, or the key was deleted. If that was not meant as a key, see `/help`.
guidance-refused-kept = Your earlier key `{ $key }` is still registered.
guidance-refused-kept-all = Your { $count } keys are still registered.
guidance-stopped-title = Your key has stopped working
guidance-stopped = The Talk-Bot API no longer accepts your registered key `{ $key }` (error 401). It was probably deleted or replaced.
guidance-unverified-title = That key does not work
guidance-unverified = The Talk-Bot API did not accept the key `{ $key }`, which I had stored unchecked (error 401). Perhaps a character got lost in copying.
guidance-find-again = You find it on your account page: { $url }
guidance-find = 1. Copy your key from your account page: { $url }
guidance-send = 2. { $platform ->
    [discord] Run `/key set` and paste the key into the form: it leaves no message behind.{ $messages ->
        [read] {" "}(A direct message to me works too, but then you have to delete it yourself.)
       *[unread] {""}
    }
   *[telegram] Send it to me here, as a message by itself. I delete your message as soon as I have read it.
}

# Registering a key.
registered-title = Your key is registered
registered-named = I keep the key `{ $key }` encrypted, as **{ $name }**. From now on, `/balance` shows what it has left.
registered = I keep the key `{ $key }` encrypted. From now on, `/balance` shows what it has left, and `/usage` what was spent.
unchecked-title = I could not check your key
unchecked = { $failure }
unchecked-choice = I have not stored the key `{ $key }`. I can store it now and check it when you next ask for your balance.
    I hold it encrypted for { $minutes } minutes. If you do nothing, it is dropped and nothing changes.
choice-title = Another key
choice = The key `{ $key }` works, but I have not stored it yet. { $count ->
    [one] You have one registered already: does this one replace it, or shall I keep both?
   *[other] You have { $count } registered already: does this one replace one of them, or shall I keep it as well?
}
    I hold it encrypted for { $minutes } minutes. If you do nothing, it is dropped and nothing changes.
full-title = No more keys
full = You have { $max } keys, as many as I keep. Nothing was stored or changed. To make room, remove one with { $platform ->
    [discord] `/key remove`.
   *[telegram] /removekey.
}
prompt-name = What do you call it? Send me a name, such as **work**, with at most { $max } characters. Without one I list it by its last characters.
name-by-command = To give it a name, such as **work**, use `/key name name:{ $key } to:work`. Without one I list it by its last characters.
prompt-key = Now send me the key for **{ $name }**, as a message by itself. I delete your message as soon as I have read it.
prompt-key-replacing = There is a key called **{ $name }**. To replace it, send me the new key now, as a message by itself. I delete your message as soon as I have read it.
named = The key `{ $key }` goes by **{ $name }** now. { $platform ->
    [discord] To see only this one: `/balance name:{ $name }`
   *[telegram] To see only this one: `/balance { $name }`
}
name-which = Which key shall I name?
name-taken = Another of your keys is called **{ $name }**. Please choose another name.
name-empty = A name needs at least one character.
name-too-long = That name is too long: { $max } characters at most, please.
name-several-lines = A name must be in one line, without invisible characters.
unknown-key = You have no key of that name. These are registered:
unknown-key-item = • { $name }
stored-unchecked-title = Your key is stored, unchecked
stored-unchecked = I keep the key `{ $key }` encrypted. `/balance` checks it the next time you ask.
offer-over-title = That offer has run out
offer-over = I no longer have that key. Please send it once more.
offer-dropped = I did not store the key `{ $key }`; it is gone.
message-deleted = 🧹 I have deleted your message with the key from this chat.
message-left = 🧹 Now please delete your message with the key from this chat: I can't do it for you, and anyone who sees the key can spend your money.

# Texts that are no key.
hint-title = That is not a key
hint = If you meant to send your API key: send it by itself. A key has { $min } to { $max } characters, without spaces.
hint-next = For your balance, use `/balance`. For everything else, `/help`.
form-several-words = That text has spaces in it. A key is one word: please copy the key alone and try again.
form-not-ascii = That text has characters that no key has. Please copy the key again from your account page, without anything around it.
form-too-short = That is too short for a key: it needs at least { $min } characters. Was it copied whole?
form-too-long = That is too long for a key: it has at most { $max } characters. Was something else copied with it?
form-nothing-changed = Nothing was stored or changed.
key-form-title = Register your API key
key-form-title-named = Key for { $name }
key-form-field = API key
key-form-placeholder = sk-…

# The registered key.
key-title = Your registered key
key-shown = `{ $key }`, registered on { $date }.
key-since = Registered on { $date }.
keys-title = Your registered keys
keys-change = { $platform ->
    [discord] To replace one, use `/key set name:…` with its name. To name or remove one, use `/key name` or `/key remove`.
   *[telegram] To replace one, write its name after /key. To name or remove one, use /namekey or /removekey.
}
key-unchecked = It has not been checked yet: the balance service could not be reached. `/balance` checks it.
key-replace = { $platform ->
    [discord] To replace it, use `/key set`{ $messages ->
        [read] {" "}or send me another key in a direct message
       *[unread] {""}
    }. To remove it, use `/key remove`.
   *[telegram] To replace it, send me another key. To remove it, use /removekey.
}
remove-title = Remove your key?
remove = I will erase the key `{ $key }` and its whole history. The key itself keeps working; I am only forgetting it here.
remove-which = Which key shall I remove?
remove-unreadable = I will erase what is stored of your keys, which I cannot read.
removed-title = Your key is removed
removed-one = I have erased it, with its whole history. { $left ->
    [one] One key is left.
   *[other] { $left } keys are left.
}
removed = I have erased your key, with its whole history. To register a key again, { $platform ->
    [discord] use `/key set`.
   *[telegram] send it to me in our private chat.
}
remove-nothing = You have no key registered, so there is nothing to remove.
remove-changed = That key is not registered any more. See what is: { $platform ->
    [discord] `/key show`
   *[telegram] /key
}
kept = All right, nothing has changed: your key `{ $key }` stays registered.
kept-any = All right, nothing has changed.
unreadable-title = I cannot read your stored key
unreadable = There is a key stored for you, but it does not open, which is a fault on this bot's side. Its operator has been told. You can wait, or register your key again:

# Linked chats.
link-title = Link another chat
link-code = Your code: `{ $code }`. It works once, within { $minutes } minutes.
link-where = Type it in your other private chat with me:
    • on Telegram: `/link { $code }`
    • on Discord: `/link code:{ $code }`
link-then = From then on both chats see the same keys. Never type a code that somebody else gives you: they would see your keys too.
linked-title = Your chats are linked
linked = This chat is linked with { $chats }: you see the same keys there and here. To end that, use `/unlink`.
linked-told = This chat is now linked with { $chats }: the same keys are seen there and here. If that was not you, use `/unlink` at once.
link-own = That is the code of this very chat. It links this one with another:
link-already = These two chats are linked already: they see the same keys.
link-many = At most { $max } chats can be linked with each other, and there would be more. To make room, use `/unlink` in one of them.
link-full = Together you would have { $count } keys, and I keep at most { $max }. Nothing was linked or changed. Please remove some with { $platform ->
    [discord] `/key remove`,
   *[telegram] /removekey,
} then type the code again.
link-unknown-title = That code does not work
link-unknown = It was used already, has run out, or is not written right. Nothing has changed. For a new code, use `/link` in your other chat.
link-or-key = If that was meant as a code that links your chats: it was used already, has run out, or is not written right. For a new one, use `/link` in your other chat.
not-linked = This chat is not linked with another. To see the same keys on Discord and Telegram, use `/link`.
unlink-title = Unlink your chats?
unlink = This chat is linked with { $chats }. Unlinked, each goes on by itself: what you change in one is not seen in the other any more.
unlink-keys = Shall the keys stay in both, each with its own copy? Or only here, so that the other chat loses them?
unlinked-title = Your chats are unlinked
unlinked = This chat goes on by itself. The keys stay in both chats.
unlinked-here = This chat goes on by itself, and only here the keys are still registered.
unlinked-told = Your { $chat } chat was unlinked from this one. Your keys stay registered here.
unlinked-told-here = Your { $chat } chat was unlinked from this one and has taken the keys along: none is registered here any more. To register one, see `/help`.
stay-linked = All right, nothing has changed: your chats stay linked.

# Language.
language-title = Language
language-choose = I am speaking English. Which language would you like?
language-set = I will use English from now on.

# Time zone and quiet hours.
timezone-title = Time zone
timezone-none = I do not know your time zone yet, so I show times in UTC and keep no quiet hours. Set your time zone and I stay silent at night, but for what is urgent.
timezone-is = Your time zone is **{ $zone }**. It is { $time } there now.
timezone-how = { $platform ->
    [discord] To set it, use `/timezone zone:…` with your city, a zone such as Asia/Shanghai, or UTC+8.
   *[telegram] To set it, write your city, a zone such as Asia/Shanghai, or UTC+8 after the command: `/timezone Shanghai`
}
timezone-change = { $platform ->
    [discord] To change this, use `/timezone zone:London` or `/timezone quiet:23-7`. To go back to UTC, without quiet hours, `/timezone zone:off`.
   *[telegram] To change this, send `/timezone London` or `/timezone quiet:23-7`. To go back to UTC, without quiet hours, `/timezone off`.
}
timezone-several = Several time zones fit that. Which is yours?
timezone-many = { $count } time zones fit that, and these are the first { $shown }. If yours is not among them, write more of its name.
timezone-unknown = I know no time zone of that name. { $platform ->
    [discord] Try the nearest big city, such as `/timezone zone:London`, or the distance to UTC: `/timezone zone:UTC+8`
   *[telegram] Try the nearest big city, such as `/timezone London`, or the distance to UTC: `/timezone UTC+8`
}
timezone-forgotten = I have forgotten your time zone. From now on I show times in UTC and keep no quiet hours.
quiet-are = 🌙 Quiet hours: **{ $hours }**. Then I stay silent, but for what is urgent.
quiet-waiting = 🌙 Quiet hours: **{ $hours }**, as soon as I know your time zone.
quiet-off = Quiet hours are off.
quiet-unreadable = I cannot read those quiet hours. Please write from when to when, or off: { $platform ->
    [discord] `/timezone quiet:22-8`, `/timezone quiet:22:30-7:15` or `/timezone quiet:off`
   *[telegram] `/timezone quiet:22-8`, `/timezone quiet:22:30-7:15` or `/timezone quiet:off`
}

# Help and privacy.
welcome-title = Hello! I show your Talk-Bot API balance
welcome = Ask me at any time what your API key has left. What I store, and how to erase it: /privacy.
welcome-registered = You already have a key registered: { $platform ->
    [discord] `/balance` shows what it has left.
   *[telegram] /balance shows what it has left.
}
help-title = What I can do
help-commands = { $platform ->
    [discord]
        `/balance` – what your keys have left
        `/usage` – what you have spent, until when it lasts, and a chart
        `/alert` – a warning before the money is gone
        `/export` – the history as a file
        `/announce` – for teams: warnings in this channel
        `/key set` – register or replace your key, in a private form
        `/key show` – which keys are registered
        `/key name` – name one, for up to ten
        `/key remove` – remove one
        `/link` – see the same keys on Telegram; `/unlink` ends that
        `/language` – English or Chinese
        `/timezone` – your time zone, and when I stay silent
        `/privacy` – what I store, and how to erase it
        `/forget` – erase everything I store about you
        `/help` – this message
   *[telegram]
        /balance – what your keys have left
        /usage – what you have spent, until when it lasts, and a chart
        /alert – a warning before the money is gone
        /export – the history as a file
        /announce – in a group of yours: warnings there
        /key – which keys are registered; with a name behind, add one, up to ten
        /namekey – name one
        /removekey – remove one
        /link – see the same keys on Discord; /unlink ends that
        /language – English or Chinese
        /timezone – your time zone, and when I stay silent
        /privacy – what I store, and how to erase it
        /forget – erase everything I store about you
        /help – this message
}
help-key = { $platform ->
    [discord] To register a key, use `/key set`{ $messages ->
        [read] {" "}or send the key to me in a direct message
       *[unread] {""}
    }. Only you see my answers. Never post a key in a channel.
   *[telegram] To register a key, send it to me in our private chat, as a message by itself. Never send it in a group.
}
help-where = Find your key at { $url }
privacy-title = Your data
privacy-what = **What I store:** your { $platform ->
    [discord] Discord
   *[telegram] Telegram
} user id, your API keys with the names that you give them, what they had over time (for up to two years), your language and, if you set them, alerts, time zone and quiet hours. If I cannot reach you because you have blocked me, I note since when. No messages.
privacy-linked = **Linked chats:** after `/link`, I also store which of your chats see the same keys, until `/unlink` or `/forget`. A code that nobody used is gone after some minutes.
privacy-how = **How:** everything is encrypted (AES-256-GCM), and filed under a keyed hash, from which nobody without the encryption key can tell who you are.
privacy-who = **Who can read it:** I send your keys to the Talk-Bot API only: when you ask, and from time to time to watch their balance. I never write them to a log. { $platform ->
    [discord] Discord
   *[telegram] Telegram
} carries what you write to me. Whoever runs this bot holds the encryption key, so use a bot whose operator you trust; the operator's log notes which commands were used, under a code in place of your name.
privacy-how-long = **For how long:** until you remove it. A key that you did not tell me to store is gone after { $minutes } minutes.
privacy-erase = **How to erase it:** { $platform ->
    [discord] `/key remove`
   *[telegram] /removekey
} erases a key with its whole history. `/forget` erases everything, your alerts and settings too. Both act at once; backups and the log that the operator made before keep what they had.

# Forgetting.
forget-title = Erase everything?
forget = I will erase whatever I store about you: keys, history, alerts and settings. The keys themselves keep working. This cannot be undone, but you can always register again.
forget-linked = This chat is linked with { $chats }, and there everything is erased too. To keep the keys there, use `/unlink` first.
forgotten-title = Everything is erased
forgotten = Everything I stored about you is erased. To register a key again, { $platform ->
    [discord] use `/key set`.
   *[telegram] send it to me in our private chat.
}
forgotten-told = You have had everything erased in your { $chat } chat, which was linked with this one. So nothing is stored about you here either. To register a key again, see `/help`.
forgotten-meanwhile = Your account was erased or linked while I was checking your key, so I did not store it. To register it after all, { $platform ->
    [discord] use `/key set`.
   *[telegram] send it to me again here.
}
forget-nothing = I store nothing about you, so there is nothing to erase.

# In groups.
private-only = Your keys and balances are between you and me: nobody in this group should see them. Press the button to go on in our private chat.
group-help = I show people what their Talk-Bot API key has left – in private, never in a group. Press the button to talk to me.
leak-title = ⚠️ That looked like an API key
leak-deleted = I have deleted the message, but others may have seen the key already.
leak-left = I am not allowed to delete messages here: please delete yours at once. Others may have seen the key already.
leak-next = Replace that key on your account page: { $url }
    Then send me the new one in our private chat, never in a group.

# In a private deployment.
stranger-title = This bot is private
stranger = My operator has not let this chat in yet. If you should have access, give the operator this number: `{ $id }`
unverified = I cannot check right now whether you belong to it, so I have not done anything yet. Please try again in a minute.

# Buttons.
button-refresh = Refresh
button-balance = Show the balance
button-add = Keep it as well
button-replace = Replace { $key }
button-top-up = Top up
button-usage = Usage
button-snooze = Snooze 24 h
button-suggest = Warn me at 10% and 3 days left
button-alerts-off = Turn all off
button-range-24h = 24 h
button-range-7d = 7 days
button-range-30d = 30 days
button-range-all = All
button-get-key = Get your key
button-enter-key = Enter your key
button-remove = Remove it
button-forget = Erase everything
button-unlink-everywhere = Keep the keys in both chats
button-unlink-here = Keep them only here
button-stay-linked = Stay linked
button-keep = Keep it
button-keep-all = Keep everything
button-store = Store it unchecked
button-discard = Do not store it
button-quiet-on = Turn quiet hours on
button-quiet-off = Turn quiet hours off
button-private-chat = Open private chat
button-outdated = This button no longer works. Use /balance or /help.
button-foreign = This button was made for somebody else. Use /balance to get your own.
up-to-date = Nothing has changed.

# When somebody asks too much.
limit-title = A little slower, please
limit-messages = You are sending messages faster than I answer, and I did not carry out your last one. I answer again in { $wait }; until then I stay silent. What is stored is unchanged.
limit-look-ups = You have asked for your balance many times in a short time. Ask again in { $wait }; until then I stay silent about it.
limit-registrations = You have sent me many keys in a short time, so I take no more for { $wait }, and do not answer keys until then. I did not check or store the key that you just sent. A key that is registered stays as it is.
limit-link-codes = You have typed many codes in a short time, so I take no more for { $wait }, and do not answer codes until then. I did not use the one that you just typed. Nothing has changed.

# When something is wrong.
unknown-title = I do not know that command
unknown = Is it spelled right? `/help` shows what I can do.
store-title = I cannot reach my storage right now
store-failed = It is not your fault, and nothing that I had stored is lost. But what you just asked me to store or change is probably not done: please try again in a few minutes.
store-next = If it happens again, tell the operator of this bot this reference: `{ $reference }`
internal-title = Something went wrong on my side
internal = It is not your fault, and your key is not lost. Please try again in a minute. If it happens again, tell the operator of this bot this reference: `{ $reference }`
