// Every word on screen, in English; keys and placeholders as in id.js.

/** @type {import("./catalogue.js").Catalogue} */
export const en = {
  languageName: "English",
  letterLanguage: "en",
  weekdays: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
  months: "January February March April May June July August September October November December",
  thousands: ",",
  decimals: ".",
  languages: "Language",
  skip: "Skip to content",
  leave: "Leave and clear",
  leaveHint: "Press Esc once more to leave and clear everything from the screen.",
  leaveAboutTitle: "Leaving: what goes and what does not",
  leaveAbout:
    "The button “Leave and clear”, or Esc twice, empties the screen and the fields, throws the keys away and shows an empty page. The Back button does not lead here again.\nWhat this page cannot delete: the address of the site in the browser’s history (with the code of the poster), the folder that files were chosen from, records of network and office, screenshots, and remains in memory until the browser is closed.\nDelete this address from the history, or close the private window. In Tor Browser choose “New identity”. Close the browser when you are done.",
  demo: "DEMO – only for trying out. Do not write anything that really happened.",
  back: "Back",
  home: "Back to the start",
  retry: "Try again",
  loading: "Preparing the page…",
  laterComing: "One moment: the next part of this page is being fetched…",
  laterFailed:
    "The next part of this page could not be fetched. Nothing is lost: check the connection, then press again. If it stays like this, note down your text and reload the page.",
  nextUnknown: "not announced yet",
  toThread: "Back to the thread",
  required: "required",
  optional: "may stay empty",
  problems: "Something needs mending",
  bulletinLine: "Bulletin number {number}, issued {issued}.",
  nextLine: "Next day of replies: {next}.",
  keyByLink: "The key of this site has been checked against your link.",
  keyByEye: "You have compared the key of this site with the poster.",
  keyUnchecked: "The key of this site has not been compared.",
  keyShow: "The key of this site in digits",
  about:
    "Titip is free software (AGPL-3.0). This page uses no cookies, stores nothing on the device and loads nothing from elsewhere.",

  stopForeignTitle: "Stop. Do not write anything here.",
  stopForeign:
    "This site uses another key than the one in your link or on your poster. What you write here may be read by somebody else.\nClose this page. Take the address once more straight from the poster, better on another device and network. If it stays like this, tell the inspectorate another way, without saying that you want to report.",
  stopFragmentTitle: "Your link is not complete",
  stopFragment:
    "The part of the link after the sign # was cut or changed, so the key of this site cannot be checked. Do not write anything yet.\nOpen the link on the poster again or scan its QR code again. Or open the address without the part from # on and compare the digits with the poster.",
  stopBrokenTitle: "Stop. The bulletin of this site is not valid.",
  stopBroken:
    "This site shows a bulletin that is damaged or not signed by the inspectorate. Do not write anything here.\nTry again later or over another network. If it stays like this, tell the inspectorate another way.",
  stopEmptyTitle: "This site is not open yet",
  stopEmpty:
    "The inspectorate has not issued a bulletin, so there is no key to seal a report with. Do not write anything here. Come back another day.",
  stopOfflineTitle: "The site cannot be reached",
  stopOffline:
    "This page opened, but the inspectorate's bulletin could not be fetched. You have sent nothing and nothing is lost. Check the connection, then try again.",
  stopInsecureTitle: "This browser cannot be used",
  stopInsecure:
    "This page was opened without protection (HTTPS or an .onion address), so the browser will not seal a report. Do not write anything here. Use the address exactly as on the poster.",

  clockTitle: "Is the date of your device right?",
  clockText:
    "According to this device, today is {today}. The inspectorate's bulletin was issued {issued}. They are far apart: either the date of the device is wrong, or the bulletin is old.",
  clockYes: "Yes, the date is right",
  clockOther: "No. Today's date is really:",
  clockSet: "Use this date",
  clockMissing: "Enter today's date: day, month and year.",

  homeTitle: "Report wrongdoing without saying who you are",
  homeLead:
    "Your report is sealed on this device and can be opened only by {desk}. Those who run the site cannot read it.",
  homeOffice: "Do not use an office computer or the office network.",
  homeReport: "New report",
  homeReportHint: "Tell what happened. You get a passphrase to come back with.",
  homeOpen: "Open my report",
  homeOpenHint: "Read replies or add something, with your eight words.",
  stale:
    "This bulletin was issued {issued}, more than ten days ago. The box may be emptied rarely at the moment. Reports can still be sent, but replies may be late.",
  closedTitle: "No new report can be sent",
  closedText:
    "The last bulletin was issued {issued} and is no longer valid. A box that nobody empties is closed, so that reports do not pile up unread. You can still read replies that are already there.",
  noKeyText:
    "The bulletin has no intake key for today. Check the date of your device, or come back another day. You can still read replies that are already there.",
  toRoute: "Is this the right door?",
  whereTitle: "You are here",
  whereDesk: "Who reads it",
  whereNext: "Next day of replies",
  whereKey: "Key of the site",
  lineTitle: "How safe are this device and this line?",
  lineClear:
    "This connection (HTTPS) hides the content, not the visit: the internet provider or whoever runs the network can see that this device opens this site. Tor Browser hides the visit too.",
  lineOnion:
    "You are using the .onion address over Tor. Your network can see that you use Tor, but not which site you open.",
  lineLocal: "This address is on this device itself: that is for trying out, not for reporting.",
  torTitle: "How to use Tor Browser (not required)",
  torHow:
    "On a device of your own, get Tor Browser from torproject.org or from the Android app store. On an iPhone: Onion Browser.\nOpen Tor Browser and type the .onion address of the poster there.\nIf somebody on your network could be suspected for using Tor, use another network.",
  lineMore:
    "Use a device of your own, outside office hours and rooms.\nAn ordinary browser records that this address was opened. Tor Browser or a private window keeps nothing once closed.\nIf spying software is on this device, this page cannot protect you.\nNo system is completely safe.",
  flowTitle: "What happens to a report",
  flow: "You write. This page seals it on your device.\nYou note down eight words: the passphrase. It is the only way back; there is no account.\nThe inspectorate carries it to a computer without internet and opens it there.\nReplies come out on a fixed day. You come back with the eight words and read them.",
  promises:
    "Confidential is not anonymous: what the report says can itself point to you. Write no more than needed.\nWe promise neither a reward nor witness protection to an anonymous reporter; both require an identity. You can disclose yours later, if you wish.",
  noticesTitle: "Notices of the inspectorate",

  routeTitle: "Is this the right door?",
  routeLead: "Choose what is closest to your report. While you choose, nothing is sent.",
  routeHere: "Wrongdoing by staff or officials inside the institution",
  routeWrite: "Write the report here",
  linksTitle: "Other matters",
  linksText: "Some of them have short time limits. Press to read; nothing is opened yet.",
  linkTo: "Opens in another tab, under that site's own rules:",
  routeDoubt:
    "In doubt? You may write here; the inspectorate can pass the report on. But time limits elsewhere keep running.",

  compareTitle: "Compare these digits with the poster",
  compareText:
    "Your link does not hold the inspectorate's key, so this page cannot check by itself who will read. The same digits are printed on the poster.",
  compareHow:
    "Read the eight groups of digits on the poster from left to right, from top to bottom.\nCompare them one by one with the groups below, in the same order.\nA single different digit means that this is not the site named on the poster.",
  compareSame: "All digits are the same",
  compareOther: "Something differs",
  compareNone: "I have no poster",
  compareNoneText:
    "Without comparing you cannot be sure whose site this is. It is safer to find the poster first. If you go on all the same, that is your choice.",
  compareAnyway: "Go on without comparing",

  steps: "Steps",
  stepWrite: "Write",
  stepReview: "Review",
  stepWords: "Passphrase",
  stepSend: "Send",
  reportTitle: "Write the report",
  reportLead:
    "Only the category, “what” and the account are required. The account alone is enough; no attachment is needed.",
  reportKept: "Your text exists on this page only. If this tab is closed, it is gone.",
  partCount: "{part} of {parts}",
  partNext: "Next",
  partBack: "Previous",
  kindPart: "Kind of wrongdoing",
  mainPart: "What happened",
  morePart: "More about it",
  moreLead: "Only what you know. Leave it empty if in doubt.",
  knowPart: "To think about first",
  filesPart: "First evidence, if any",
  category: "Category",
  categoryHint: "Choose the closest one.",
  what: "What happened?",
  whatHint: "One sentence. For example: Invented business trips in unit X.",
  account: "Account",
  accountWarning:
    "Do not write your name, your position or how you are related to the reported person.",
  accountHint: "Tell it in order: what happened, what proves it, where that can be checked.",
  who: "Who is involved?",
  whoHint: "Name or position of the reported person, not your own name.",
  when: "When?",
  whenHint: "Roughly is enough. An exact hour can point to who was there.",
  where: "Where?",
  how: "How was it done?",
  why: "Why, do you think?",
  unit: "Unit (satker)",
  howKnown: "How do you know it?",
  howKnownWarning:
    "This answer may reveal who you are. Fill it in only if many people could know it in the same way.",
  whoElse: "Who else knows this?",
  whoElseWarning: "Think about this before sending: if only you know it, the report points to you.",
  meter:
    "{percent} % of the room in one letter is used. There is room for about {left} more characters.",
  meterOver:
    "Too long by {excess} bytes (about {letters} characters). Your text stays here. Shorten it; the rest can follow later in a letter of its own.",
  meterLabel: "Room used",
  identityLead:
    "This part may show who you are. Change it, or leave it if it is not about you. Choose a quotation to see its place.",
  identityMore: "And {count} more places.",
  identityFound: "{count} parts of this text may show who you are. See below the field.",
  traceName: "gives your name.",
  traceRole: "gives your position or work.",
  traceUnit: "gives the place where you work.",
  traceRelation: "gives how you are related to somebody.",
  traceDeed: "gives what you yourself did or went through.",
  traceAlone: "shows that only you know.",
  traceNumber: "looks like a number of an employee or an identity card. Remove it if it is yours.",
  traceContact:
    "looks like a telephone number, an e-mail or an address. Remove it if it is yours; you read replies with the passphrase.",
  traceSignature: "looks like a signature. A report needs none.",
  missingCategory: "Choose one category.",
  missingWhat: "Write in one sentence what happened.",
  missingAccount: "Write the account.",
  missingText: "Write the letter first.",
  toReview: "Review the report",

  attachTitle: "Attachments",
  attachStem: "attachment",
  attach: "Attach files",
  attachWarnings:
    "Attachments can give you away.\nDo not take documents that you have no right to see.\nScans and photocopies can hold fine dots that name the printing machine and the time. Photos of screens or paper can hold a watermark that only your copy has. These cannot be removed here: if in doubt, type the content again.",
  attachHint:
    "Photos (JPEG, PNG, WebP), PDF, Office and OpenDocument files (DOCX, XLSX, PPTX, ODT, ODS, ODP), and video and sound recordings (MP4, MOV, M4A) are cleaned on this device before they are sealed: the content stays, hidden details are removed. What can be seen, heard or read is not looked at. Files get neutral names.",
  attachTotal: "All attachments: {total}. The limit for one letter is {limit}.",
  attachFrom: "From: {name}",
  attachLooking: "Looking into the file…",
  attachUnreadable: "This file cannot be read. Remove it from the list, then choose it again.",
  attachNothing: "Nothing hidden was found.",
  attachRemoved: "Found, and will be removed:",
  attachStays: "Stays in the file and will be seen by the inspectorate:",
  attachKeep: "Keep it, it is the evidence",
  attachKeepHint:
    "The file is sent exactly as it is on your device. Choose this only where the hidden details themselves matter as evidence.",
  attachOwnName: "Use its own name",
  attachOwnNameHint: "The name of a file may hold names of people, programs or times.",
  attachRemove: "Remove attachment",
  attachWait: "Wait until all files have been looked into.",
  attachGone: "Remove the files that cannot be read from the list.",
  attachMany:
    "Too many files: {count}. The limit for one letter is {limit}. Remove some; you can send the rest later as a follow-up letter.",
  attachLarge:
    "The attachments are too large: {total}. The limit for one letter is {limit}. Remove some; you can send the rest later as a follow-up letter.",
  foundPosition: "place (GPS coordinates or the name of a place)",
  foundAuthor: "name of the maker or owner",
  foundSerial: "serial number",
  foundCamera: "make and model of camera or phone",
  foundTime: "date and time of day",
  foundThumbnail: "a small picture, which may show what was cropped away",
  foundComment: "notes or descriptions",
  foundHistory: "editing history",
  foundSoftware: "name of a program",
  foundProfile: "colour profile (colours may look slightly different)",
  foundAppended: "something behind the file, such as a short video",
  foundOther: "other technical details",
  obstacleType:
    "This page does not know this type of file, so it cannot clean it. It may hold names, times or places. If in doubt, photograph or describe the content instead.",
  obstacleDamaged:
    "The structure of this file is damaged or unusual, so it cannot be cleaned. Try to save it again, or to print it to PDF. If you send it, it goes exactly as it is on your device, with all its details.",
  obstacleBig:
    "This file is too large to be cleaned here. If you send it, it goes with all its details.",
  obstacleRoom:
    "These files together are too large to be cleaned at once; this one is not cleaned. Remove it and send it later as a follow-up letter, or it goes with all its details.",
  attachContent: "Stays, because it is content. Look at it before you send:",
  attachAgain: "Try again",
  attachRemarks: "Remove the comments too",
  attachRemarksHint:
    "Otherwise the text of comments stays; the names of their authors go, or become A1, A2 and so on.",
  foundCompany: "name of an agency or company",
  foundTitle: "title and keywords",
  foundTemplate: "template",
  foundPath: "names of folders or files on a computer",
  foundPrinter: "settings of a printer",
  foundEmbedded: "other files inside",
  foundScript: "automatic commands",
  foundSignature: "electronic signature (it becomes invalid)",
  foundTrack: "a track of data that nobody sees, such as positions or times",
  foundIdentifier: "identification numbers of the document",
  foundLeftovers: "leftovers of older recordings or data",
  remainsRemarks: "comments: {count}. Their text stays, their authors’ names do not",
  remainsChanges: "tracked changes: {count}. Their text stays, their authors’ names do not",
  remainsHidden: "hidden text, sheets or layers",
  remainsNotes: "speaker notes",
  remainsFields: "automatic fields that may show a name or a folder",
  remainsLinks: "links",
  remainsInner: "pictures or files inside that cannot be cleaned",
  remainsScan:
    "pages that are scans or photos: look for a printer’s fine dots, watermarks, stamps and handwriting",
  remainsSubtitles: "subtitles",
  obstacleOld:
    "Old Office documents (.doc, .xls, .ppt), RTF, and documents locked with a password cannot be cleaned here. They usually hold the author’s name, the agency and the history. Save the document as DOCX, XLSX, PPTX or PDF without a password first.",
  obstaclePhoto:
    "This type of picture (such as HEIC from an iPhone, GIF or TIFF) cannot be cleaned here. Such photos usually hold place, time and model of the phone. Turn it into JPEG or PNG first.",
  obstacleSound:
    "This type of sound recording cannot be cleaned here. It may hold the name of the device and the time; voices can be recognised, too.",
  obstacleFilm:
    "This type of video cannot be cleaned here. It may hold the name of the device, time and place. MP4 and MOV can be cleaned.",
  obstacleArchive:
    "Archives (ZIP, RAR, 7z) are not cleaned: they hold the name and time of every file, and what is in them is not looked at. Attach the files one by one.",
  obstacleMacros:
    "This document holds programs (macros) and is not cleaned. Its author’s name and history stay in it. If the programs are no evidence, save it without macros first.",
  obstacleLocked:
    "This file is locked with a password, so it cannot be looked into or cleaned. Save it without a password first, or it goes with all its details.",
  obstacleTools:
    "The part of the page that cleans files has not been loaded. Try again. Without it the file goes with all its details.",
  treatedCleaned: "cleaned",
  treatedKept: "kept whole, by your choice",
  treatedNot: "not cleaned",

  reviewTitle: "Review before sending",
  reviewLead:
    "Read it like somebody who wants to know who wrote it. Once sent, a report cannot be changed; you can add to it or withdraw it.",
  reviewAsk:
    "Could only you know what it says?\nAre there names, positions, numbers or turns of speech of yours in it?\nDo the exact time and place tell who was there?",
  reviewIdentity:
    "{count} marked parts below may show who you are. Change them, or go on if they are not about you.",
  reviewWhoElse:
    "Who else knows of this? You have not answered that. You need not, but think of it: if only you know, this report points to you.",
  goodFaith:
    "Report in good faith. A report that was made up on purpose may be punished; an honest mistake may not.",
  change: "Change",
  toWords: "Next: passphrase",

  wordsTitle: "Write down these eight words",
  wordsLead:
    "This is your passphrase, the only way to read the replies. Write it on paper in block letters, with the numbers. Do not print it at the office: printers keep what they print.",
  wordsList: "Your passphrase",
  wordsWarnings:
    "Keep this passphrase. We cannot restore it.\nDo not send screenshots or the passphrase over WhatsApp.\nWhoever has it can read the replies and write in your name. Keep the paper outside the office.",
  wordsNext: "I have written it down",
  confirmTitle: "Check what you wrote down",
  confirmLead: "Look at your paper and type these two words. After that the report is sent.",
  confirmWord: "Word {place}",
  confirmWrong:
    "Word {place} does not match. Check what you wrote down, or look at the passphrase once more.",
  confirmShow: "Show the passphrase again",
  send: "Send the report",
  sendLetter: "Send",

  sendingTitle: "Sending",
  sendingStay: "Leave this page open until it is done.",
  sendingKeys: "Working out the keys from the passphrase. On an old phone this can take a minute.",
  sendingSeal: "Sealing the letter on this device.",
  sendingPost: "Sending the sealed letter. Attempt {attempt}.",
  sendingWait:
    "{why} Trying again in {left}. The same letter is sent again; it will not be counted twice.",
  sendingNow: "Try now",
  whyNetwork: "The connection was lost.",
  whyBusy: "The site is busy. Leave this page open: your turn will come.",
  whyServer: "The site has a problem.",
  whyFull: "The box at this site is full at the moment.",
  waitFull:
    "Leave this page open: sending goes on by itself as soon as there is room. Or note down your text and come back after the next day of replies ({next}).",
  spanSeconds: "{count} seconds",
  spanMinutes: "{count} minutes",
  waitingTitle: "Not sent yet, trying again",
  failedTitle: "Not sent yet",
  failedKeep:
    "Nothing is lost: your letter is still sealed on this page. Do not close this tab. “Try again” sends the same letter.",
  failedNetwork:
    "The site could not be reached in several attempts. Check the connection; with Tor, try again some minutes later.",
  failedBusy: "Too much is coming in at the moment. Wait some minutes, then try again.",
  failedServer: "The site has a problem and cannot take letters yet. Try again in a while.",
  failedFull:
    "The box at this site is full, so it cannot take letters yet. Try again tomorrow, or note down your text and come back after the next day of replies ({next}).",
  failedRefused:
    "The site refused this letter (code {code}). It may just have been updated. Note down your text, reload the page and try once more.",
  failedForeign:
    "Something other than the inspectorate's site answered, perhaps a login page of the network, so the letter is not there. Note down your text. Try over another network; if it stays like this, tell the inspectorate another way.",
  failedClosed:
    "The bulletin is no longer valid, so nothing was sealed or sent. Note down your text and reload the page another day.",
  failedOwn:
    "The letter could not be sealed in this browser. Note down your text, then try another browser, best Tor Browser.",
  failedText: "Your text",

  sendingWordsFirst: "What you wrote goes first; the attachments follow.",
  piecesTitle: "What you wrote is safe; the attachments follow",
  piecesLead:
    "Your letter is stored safely on the site and is not sent again. Now its attachments go piece by piece. If the connection breaks, only one piece is repeated.",
  piecesLabel: "Pieces of the attachments that have arrived",
  piecesCount: "{sent} of {pieces} pieces have arrived.",
  piecesGoing: "Sending the attachments.",
  piecesWait: "{why} Trying again in {left}; what has arrived is not lost.",
  piecesStay:
    "Leave this page open. If the phone falls asleep, sending goes on when this page is opened again.",
  piecesPause: "Pause",
  piecesResume: "Go on",
  piecesPaused: "Sending is paused. Leave this page open: once closed, the rest cannot be sent.",
  piecesEnd: "Finish without the rest",
  piecesFailed:
    "What has arrived is not lost. “Go on” sends the rest. Do not close this tab before that.",
  piecesFull: "The room for attachments on this site is full at the moment.",
  piecesRefused: "The site refused an attachment (code {code}). Perhaps it has just been updated.",
  piecesForeign:
    "Something other than the inspectorate's site answered, perhaps a login page of the network. Try over another network.",
  piecesOwn: "This browser failed to seal a piece. Try to go on.",
  piecesGone:
    "The file {name} has changed or is gone from the device since you chose it, so it cannot be sent whole. Your letter is safe and the other files are sent all the same; only a neighbour that shares a piece with it may not become whole either.",
  handedInAll: "The attachments are on the site too, all of them whole: {count}.",
  handedInPart: "Not all attachments arrived: {sent} of {pieces} pieces. Files that are not whole:",
  handedInAgain:
    "What you wrote has arrived. You can choose the files that are not whole again and send them in a follow-up letter; the inspectorate sees which are missing.",

  deliveredReport: "Your report is at the site",
  deliveredFollowUp: "Your follow-up is at the site",
  deliveredWithdrawal: "Your withdrawal is at the site",
  deliveredSurvey: "Your answers are at the site",
  deliveredWhat:
    "One sealed letter is stored safely at the site. The inspectorate fetches and opens it later; until then nobody can read it.",
  deliveredReturnTitle: "When to come back",
  deliveredReturn:
    "That is the earliest day for a receipt. If it is not there yet, look again on the following day of replies. A receipt that never comes means a wrong passphrase or a letter that did not arrive.",
  deliveredKeepTitle: "What to keep",
  deliveredKeep:
    "The paper with the eight words, in a place that only you know.\nThe address of this site, from the poster. Nothing else needs keeping.",
  deliveredLeaveTitle: "Now cover your tracks",
  deliveredLeave:
    "The button below empties this page. The site's address may remain in the browser's history: delete it there, or close the private window. In Tor Browser choose “New identity”.\nTell nobody that you reported.",

  openTitle: "Open my report",
  openLead:
    "Type your eight words. Capitals, commas and new lines do not matter; the first four letters of each word are usually enough.",
  openField: "Passphrase",
  openCount: "{count} of 8 words.",
  openSuggest: "Words to choose:",
  openGo: "Open",
  openWordCount: "A passphrase has 8 words; you typed {count}.",
  openUnknown: "Word {place}, “{word}”, is not in the list.",
  openMeant: "Did you mean:",
  openNoIdea: "Check what you wrote down.",
  openCheck:
    "All the words are in the list but do not belong together: one of them is wrong, or the order is. Compare them with what you wrote down.",
  openNotListed: "not in the list",
  openLikely: "What may have happened, the commonest first:",
  openSwapped: "Words {place} and {other} are in the wrong order.",
  openMisread: "Word {place} should be “{word}”.",
  openMend: "Perhaps you meant:",
  openMendGo: "Use these words",
  openLocal:
    "These words are not sent anywhere. Every visitor downloads the same board; this page looks for your replies in it.",
  readingTitle: "Looking for your replies",
  readingKeys: "Working out the keys from the passphrase. On an old phone this can take a minute.",
  readingBoard: "Downloading the board of replies, the same for every visitor.",
  readingCells: "Trying all {count} cells of the board.",
  readingNoBoard:
    "The board of replies could not be downloaded. Check the connection, then try again. Your passphrase was not refused.",
  readingBadBoard:
    "The board is not the one that the inspectorate signed. Perhaps replies have just come out: try again. If it stays like this, try another network, then tell the inspectorate another way.",
  readingBadBulletin:
    "The site now shows a bulletin that is older than the one this page has seen, or does not follow from it. Do not believe what it shows. Try another network; if it stays like this, tell the inspectorate another way.",
  readingOwn: "This browser failed to work it out. Try again, or use another browser.",

  threadTitle: "Your thread",
  threadStatus: "Latest status",
  threadNone: "No status yet.",
  aboutReceived:
    "The inspectorate has opened the report; it waits for a first look. Next: verification, whether there is enough to go on.",
  aboutVerification:
    "The inspectorate checks whether there is enough initial evidence. Next: a review, questions to you, or an explanation why it cannot be followed up.",
  aboutMore:
    "The inspectorate needs information from you. Read its questions below and answer with a follow-up. Write only what is safe for you; you need not answer.",
  aboutReview:
    "The inspectorate studies the report and the rules that apply. Next: clarification, investigation or a decision.",
  aboutClarification:
    "The inspectorate asks those concerned to explain. People may begin to wonder who reported: do not talk about this report.",
  aboutInvestigation:
    "A thorough investigation is under way and may take long. Do not talk about this report; news come out on days of replies.",
  aboutPassedOn:
    "The case was passed on to the competent body and ends here. That body cannot answer you on this page.",
  aboutProven:
    "The case has ended: the inspectorate found it proven. Its explanation, if any, is below.",
  aboutNotProven:
    "The case has ended: the inspectorate found it not proven. That does not mean that you reported in bad faith. If there is something new, send a follow-up.",
  aboutNotPursued:
    "The inspectorate cannot follow up this report; its reason is below. If there is something new, send a follow-up, or choose another door.",
  aboutArchived: "The case is kept in the archive. No other step is planned.",
  aboutOther:
    "The explanation of the inspectorate, if any, is below. Further news come out on a day of replies.",
  withdrawnText:
    "You have withdrawn this report. The inspectorate has received the withdrawal; where it must act all the same, its news still appear here.",
  dueVerify: "verification",
  dueConclude: "a conclusion",
  dueAhead: "Next deadline of the inspectorate: {step}, by {day}.",
  duePerhaps:
    "By the date of this device, the deadline for {step} ({day}) has passed. The last board came out {issued}, before it had passed, so news may still follow. Next day of replies: {next}.",
  duePassed:
    "The deadline for {step}, {day}, had passed when the last board came out ({issued}), and there is no news of it. Next day of replies: {next}.",
  doorsTitle: "If you do not want to wait any longer",
  doorsText:
    "You can ask about it in a follow-up, or report at another door. Other rules hold there, and usually an identity is asked for. Do not mention your passphrase.",
  timelineTitle: "The way so far",
  timelineLetter: "{letter} (letter {ordinal}) received",
  letterReport: "Report",
  letterFollowUp: "Follow-up",
  letterWithdrawal: "Withdrawal",
  timelineNext: "Next day of replies",
  timelineDue: "Deadline of the inspectorate: {step}",
  repliesTitle: "Replies",
  threadOrder: "Earliest first. What is shown is signed by the inspectorate.",
  receipt: "Receipt",
  receiptReport: "The report (letter {ordinal}) has reached the inspectorate.",
  receiptFollowUp: "The follow-up (letter {ordinal}) has reached the inspectorate.",
  receiptWithdrawal: "The withdrawal (letter {ordinal}) has reached the inspectorate.",
  receiptPieces: "Attachments: {received} of {pieces} pieces have arrived.",
  receiptPartly:
    "The rest may follow with the next replies. If the number stays as it is, choose the files again and send them in a follow-up.",
  message: "Reply of the inspectorate",
  status: "Status",
  reason: "Reason",
  conflict:
    "Warning: there are two different replies with the same number. Both are shown. Do not act on either before asking in a follow-up.",
  refusedMissing:
    "Reply {place} (bulletin number {number}) is not whole on the board, so it cannot be read yet. The others hold. Look again on the next day of replies: {next}. If it stays like this, say in a follow-up that reply {place} is not whole.",
  refusedSignature:
    "Reply {place} (bulletin number {number}) is not signed by the inspectorate, so it is not shown: somebody else wrote it. Tell the inspectorate in a follow-up, and do not act on messages that reach you another way.",
  refusedForm:
    "Reply {place} (bulletin number {number}) is signed but damaged or of a newer version, so it cannot be read. Reload the page; if it stays like this, ask in a follow-up for it to be written again.",
  refusedCell:
    "One part of a reply on the board is damaged. Replies that are whole are shown all the same; look again on the next day of replies: {next}.",
  emptyTitle: "No reply yet for this passphrase, or the passphrase is wrong",
  emptyText:
    "The eight words belong together, but nothing on the board opens with them. Four possibilities:",
  emptyReasons:
    "Too early: the inspectorate has not fetched your letter yet. Next day of replies: {next}; look again after that.\nOne word is wrong but happens to fit. Compare every word with what you wrote down.\nToo late: replies leave the board after 90 days, and those of a case that has ended are not repeated.\nFoul play: the letter was lost or held back at this site. If no receipt has come after two days of replies, send the report again, better over another network. Compare the number of the bulletin ({number}, issued {issued}) with what others see.",
  emptySure: "Yes, I am sure that this passphrase is right.",
  emptySureHint:
    "A letter under a wrong passphrase starts a new thread, and you will not find the replies to it.",
  emptyNotSure: "Tick that this passphrase is right, or check the words first.",
  checkWords: "Check the words",
  nextTitle: "What do you want to do?",
  toFollowUp: "Send a follow-up",
  toWithdraw: "Withdraw the report",

  followUpTitle: "Follow-up",
  followUpLead:
    "Answer the inspectorate's questions or add something. This letter joins the same thread.",
  followUpField: "Your letter",
  withdrawTitle: "Withdraw the report",
  withdrawLead:
    "A withdrawal tells the inspectorate that you do not want this report to be pursued. What was read cannot be unread, and the inspectorate may be obliged to act on what it already knows.",
  withdrawReason: "Reason",
  withdrawSure: "Yes, I want to withdraw this report.",
  withdrawNotSure: "Tick that you really want to withdraw this report.",
  withdrawGo: "Send the withdrawal",
  surveyOffer:
    "This case has ended. If you like, answer three questions about how your report was dealt with. The answers are numbers only.",
  surveyGo: "Answer three questions",
  surveyedText: "Your answers to the survey are at the site. Thank you.",
  surveyAgain: "Change the answers",
  surveyTitle: "Three questions",
  surveyLead:
    "Each may be left out. The answers are sealed like any letter and only the inspectorate can open them; the last ones count.",
  surveyEase: "Was it easy to report and to follow what happened?",
  surveySafety: "Did you feel safe all the while?",
  surveyHandling: "Was your report dealt with well?",
  surveyAnswer1: "No",
  surveyAnswer2: "Not quite",
  surveyAnswer3: "Mostly",
  surveyAnswer4: "Yes",
  surveyNothing: "Choose one answer at least, or go back.",
  surveySend: "Send the answers",
};
