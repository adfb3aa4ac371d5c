/**
 * What a column of a list can hold. `host`, `site` and `mail` are read as domains where no column is called `domain`;
 * `name` never is, but heads a column, though `name` and `company` are top-level domains as well.
 */
export type ColumnKind = 'domain' | 'host' | 'site' | 'mail' | 'provider' | 'category' | 'name';

/**
 * How people head the columns of a list, in the languages that spreadsheets speak: in lower case, without accents, every
 * sign a blank (`plainWord`).
 */
const WORDS = {
  domain: [
    'domain, domains, domain name, domain names, domainname, domainnames, fqdn, dns name, zone',
    'internet domain, mail domain, mail domains, email domain, e mail domain, email domains',
    'τομεασ, τομεισ, ονομα τομεα, ονοματα τομεα, ονομα χωρου, ονοματα χωρου, ονομα domain, ντομειν',
    'domane, domanen, domaene, domaenen, domanenname, domainenname, maildomain, maildomane, mail domane',
    'domaine, domaines, nom de domaine, noms de domaine, domaine de messagerie',
    'dominio, dominios, nombre de dominio, nombres de dominio, dominio de correo',
    'domini, nome di dominio, nomi di dominio, nome dominio, nome de dominio, nome do dominio',
    'domein, domeinen, domeinnaam, domeinnamen, maildomein',
    'domena, domeny, nazwa domeny, nazwy domen, jmeno domeny, nazev domeny, domenove jmeno, nazov domeny',
    'doman, domaner, domannamn, domæne, domæner, domænenavn, domene, domener, domenenavn',
    'verkkotunnus, verkkotunnukset, domeeni, domeen, tartomany, tartomanynev, tartomanyok',
    'domeniu, domenii, nume de domeniu, alan adı, alan adi, etki alanı, domen, domeni, ime domene',
    'домен, домены, доменное имя, домени, доменне ім я, домеин, име на домеин',
  ],
  host: [
    'host, hosts, hostname, hostnames, host name, host names, servername, server name, mail server',
    'nombre de host, nom d hote, hote, nome host, nazwa hosta, hostnaam, vardnamn, rechnername',
  ],
  site: [
    'website, websites, web site, site, sites, url, urls, web, web address, homepage, link',
    'ιστοσελιδα, ιστοτοποσ, webseite, internetseite, site web, site internet, sitio web, pagina web',
    'sito web, sito, strona, strona www, webbplats, hemsida, hjemmeside, nettside, verkkosivu, саит',
  ],
  mail: [
    'mail, mails, email, emails, e mail, e mails, mail address, email address, e mail address',
    'email addresses, mailadresse, e mail adresse, emailadresse, ηλεκτρονικο ταχυδρομειο, διευθυνση email',
    'courriel, adresse e mail, adresse mail, correo, correo electronico, posta elettronica, e mailadres',
    'correio eletronico, adres e mail, e post, epost, e postadress, sahkoposti, eposta, почта',
  ],
  provider: [
    'provider, providers, παροχοσ, παροχοι, anbieter, provider name, fournisseur, fournisseurs',
    'proveedor, proveedores, fornitore, fornitori, fornecedor, provedor, aanbieder, dostawca',
    'leverantor, leverandor, udbyder, palveluntarjoaja, poskytovatel, szolgaltato, furnizor, saglayıcı',
    'провайдер',
  ],
  category: [
    'category, categories, κατηγορια, κατηγοριεσ, kategorie, kategorien, categorie, categoria',
    'kategoria, kategori, luokka, kategorija, категория, категорія',
  ],
  name: [
    'name, names, company, organisation, organization, ονομα, εταιρεια, firma, nom, nombre, nome',
  ],
} satisfies Record<ColumnKind, readonly string[]>;

const KINDS = Object.keys(WORDS) as ColumnKind[];

const KIND_OF: ReadonlyMap<string, ColumnKind> = new Map(
  KINDS.flatMap((kind) =>
    WORDS[kind].flatMap((line) => line.split(', ').map((word) => [word, kind] as const)),
  ),
);

/** What the heading of a column says that it holds; null for a heading that is not known. */
export function columnKind(heading: string): ColumnKind | null {
  return KIND_OF.get(plainWord(heading)) ?? null;
}

function plainWord(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
