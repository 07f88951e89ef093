/* Polish words for what the bot decided and sent; a name nobody has translated shows as it is. */

const ZONES = {
  answer: ["Odpowiedź", "Bot zna odpowiedź i od razu ją wysyła."],
  suggest: ["Propozycje", "Bot nie ma pewności, więc pokazuje pytania do wyboru."],
  advisor: ["Doradca", "Bot nie zgaduje. Pytanie trafia do człowieka."],
};

const TALK = "Rozmowa";
const KINDS = {
  greeting: [TALK, "To powitanie. Bot odpowiada uprzejmie i nikogo nie angażuje."],
  thanks: [TALK, "To podziękowanie. Bot odpowiada uprzejmie i nikogo nie angażuje."],
  goodbye: [TALK, "To pożegnanie. Bot odpowiada uprzejmie i nikogo nie angażuje."],
  smalltalk: [TALK, "To rozmowa, nie pytanie. Bot odpowiada uprzejmie i nikogo nie angażuje."],
  confirmation: [TALK, "To potwierdzenie. Nic więcej nie trzeba robić."],
  resolved: [TALK, "Sprawa jest załatwiona, mówi osoba pytająca."],
  abuse: [TALK, "To niegrzeczne słowa. Bot odpowiada spokojnie."],
  empty: [TALK, "W tej wiadomości nie ma słów."],
  denial: ["Nie to", "Odpowiedź nie pomogła. Bot szuka dalej albo pyta doradcę."],
  offtopic: ["Poza tematem", "To spoza tematów programu. Bot mówi, w czym pomaga."],
  nonsense: ["Niejasne", "Z tych słów nie da się odczytać pytania."],
  foreign_uk: ["Inny język", "To po ukraińsku. Bot mówi, jak dostać pomoc."],
  foreign_en: ["Inny język", "To po angielsku. Bot mówi, jak dostać pomoc."],
  human: ["Doradca", "Ktoś prosi o rozmowę z człowiekiem."],
  letter: ["Doradca", "To pismo z urzędu. Bot pyta o termin i oddaje sprawę człowiekowi."],
  personal: ["Doradca", "To własna, szczególna sprawa. Zawsze trafia do człowieka."],
  complaint: ["Doradca", "To skarga. Zawsze trafia do człowieka."],
};

const TICKETS = {
  queued: "czeka na doradcę",
  claimed: "w rękach doradcy",
  answered: "odpowiedź wysłana",
  waiting: "czeka na osobę pytającą",
  closed: "zamknięta",
  withdrawn: "wycofana",
};

/** A sent message's state in words, and its tone. */
export const SENT = {
  sent: ["wysłane", "good"],
  pending: ["czeka na wysłanie", "wait"],
  sending: ["wysyła się", "wait"],
  failed: ["nie udało się", "bad"],
  uncertain: ["nie wiadomo, czy doszło", "bad"],
  expired: ["za późno, nie wysłane", "off"],
  cancelled: ["odwołane", "off"],
};

const WHAT = {
  receipt: "potwierdzenie z numerem", automatic: "odpowiedź z bazy", answer: "odpowiedź doradcy",
  entry: "odpowiedź z bazy", entry_old: "odpowiedź z bazy", suggest: "propozycje",
  suggestions: "propozycje", rephrase: "prośba o inne słowa", after_answer: "podziękowanie",
  helped: "podziękowanie", card: "karta sprawy", digest: "zbiorcza karta", relay: "słowa lidera",
  leader_says: "słowa lidera", leader_sends: "załącznik lidera", relayed: "odpowiedź doradcy",
  followed: "dopisek do sprawy", append_ask: "prośba o dopisek", closed: "zamknięcie sprawy",
  solved: "zamknięcie sprawy", advice_closing: "zamknięcie z czasem porady",
  reopened: "otwarcie sprawy na nowo", cancelled: "wycofanie pytania",
  dropped: "wycofanie pytania", passing: "pytanie, komu przekazać", notice: "kto tu odpowiada",
  hint: "podpowiedź dla doradcy", how_to: "podpowiedź dla doradcy", queue: "lista czekających",
  nudge: "przypomnienie doradcom", escalation: "prośba do koordynacji", alarm: "ostrzeżenie",
  cases: "lista spraw", case: "jedna sprawa", settings: "ustawienia", privacy: "o prywatności",
  welcome: "powitanie", help: "pomoc", talk: "uprzejma odpowiedź", offtopic: "w czym bot pomaga",
  foreign: "odpowiedź w innym języku", letter_when: "pytanie o pismo", letter_days: "pytanie o pismo",
  letter_deadline: "termin z pisma", letter_unknown: "pytanie o pismo", linked: "połączenie grupy",
  leader_blocked: "wiadomość: bot zablokowany", not_delivered: "wiadomość: nie doszło",
  undone: "cofnięcie odpowiedzi", rated: "podziękowanie za ocenę", repeated: "to samo pytanie",
  media: "załącznik", edit: "zmiana wiadomości", reminder: "przypomnienie", broadcast: "komunikat",
  thread: "nowy wątek", reaction: "znak, że doszło", delete: "usunięcie wiadomości", menu: "menu poleceń",
  merged: "połączenie spraw", changed: "zmiana wiadomości", wait_leader: "pytanie od doradcy",
  wait_again: "przypomnienie", call_ask: "prośba o numer telefonu", call_hours: "pytanie o porę",
  call_set: "umówiony telefon", call_thanks: "umówiony telefon", call_wrong: "prośba o numer telefonu",
  ask_send: "pytanie do doradcy", unknown_command: "podpowiedź",
  dialog_over: "koniec rozmowy", back_again: "powitanie po przerwie", undo_late: "za późno na cofnięcie",
  ticket_is_closed: "sprawa jest zamknięta", cannot_keep: "prośba o inną drogę",
};

/** The four numbers above the decisions, in order. */
export const COUNTS = [
  ["tickets_open", "otwarte sprawy"],
  ["inbox_waiting", "czeka na bota"],
  ["outbox_waiting", "czeka na wysłanie"],
  ["quarantine", "odłożone do obejrzenia"],
];

const DOUBTFUL = ["offtopic", "nonsense"];

/** Return what was decided in a word, and why in a sentence. */
export function decided(question) {
  if (question.ticket && DOUBTFUL.includes(question.kind)) return ZONES.advisor;
  return KINDS[question.kind] ?? ZONES[question.zone] ?? [question.zone, ""];
}

/** Return what a message going out is. */
export function what(row) {
  const plain = row.kind === "notice" ? "wiadomość w rozmowie" : WHAT[row.kind];
  if (row.what === "answer") return plain;
  return WHAT[row.what] ?? plain ?? row.what ?? row.kind;
}

/** Return a ticket's state in words. */
export function ticketState(ticket) {
  const state = ticket.state_text ?? TICKETS[ticket.state] ?? ticket.state;
  return ticket.answered && ticket.state === "claimed" ? `${state}, odpowiedź wysłana` : state;
}

const ZONE = "Europe/Warsaw";
const hours = new Intl.DateTimeFormat("pl-PL", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const days = new Intl.DateTimeFormat("pl-PL",
  { weekday: "long", day: "numeric", month: "long", timeZone: ZONE });
const isMoment = (value) => /^\d{4}-\d\d-\d\d[T ]/.test(value ?? "");

/** Return the hour of an ISO moment; anything else is already in words. */
export function hour(value) {
  return isMoment(value) ? hours.format(new Date(value)) : value ?? "";
}

/** Return an ISO moment as day and hour; anything else is already in words. */
export function moment(value) {
  if (!isMoment(value)) return value ?? null;
  const day = days.format(new Date(value)).replace(/(\d+) /, "$1\u00a0");
  return `${day}, ${hour(value)}`;
}
