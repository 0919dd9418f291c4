/* datasets/read/xml.c: the one door to expat, which is trusted with nothing but the syntax.
 *
 * Entities are the way to do harm with XML, and only a DOCTYPE can declare them: it is refused as soon as its first
 * bytes are met. expat holds a token until it is whole, so one that goes on and on is refused by how far the bytes
 * given are ahead of the last token told; text comes in pieces and is counted here. */
#include "datasets/read/xml.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/text.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 16, LONGEST_TOKEN = NH_XML_LONGEST_VALUE + BLOCK };

typedef struct xml_reader {
    XML_Parser parser;
    nh_source *source;
    const nh_xml_handler *handler;
    void *context;
    nh_error *err;
    bool failed; /* err is set */
    int depth;
    bool holds_elements; /* the element at hand: its text must be blank */
    char text[NH_XML_LONGEST_VALUE];
    size_t length;
    nh_csv_place text_place;
    XML_Index given, told; /* bytes given to expat, and where the last token it told of began */
} xml_reader;

bool nh_place_fail(const char *file, nh_csv_place place, nh_error *err, const char *format, ...)
{
    char what[300];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:%u: %s", file, place.line, place.column, what);
}

static nh_csv_place place_now(const xml_reader *xml)
{
    return (nh_csv_place){ (uint32_t)XML_GetCurrentLineNumber(xml->parser),
                           (uint32_t)XML_GetCurrentColumnNumber(xml->parser) + 1 };
}

/* The first complaint ends the reading; expat may still call once or twice. */
static void stop(xml_reader *xml)
{
    xml->failed = true;
    XML_StopParser(xml->parser, XML_FALSE);
}

static void refuse(xml_reader *xml, nh_csv_place place, const char *what)
{
    nh_place_fail(nh_source_name(xml->source), place, xml->err, "%s", what);
    stop(xml);
}

/* ---- what expat tells ---- */

static void XMLCALL on_begin(void *reader, const XML_Char *name, const XML_Char **attributes)
{
    xml_reader *xml = reader;
    if (xml->failed) return;
    nh_csv_place place = place_now(xml);
    xml->told = XML_GetCurrentByteIndex(xml->parser);
    if (++xml->depth > NH_XML_DEEPEST)
        refuse(xml, place, "elements more than 16 deep: this is not an SSDA903 return");
    else if (attributes[0]) refuse(xml, place, "an attribute, which no element of the return has: take it out");
    else if (xml->length > 0) refuse(xml, xml->text_place, "text where elements are due");
    else if (!xml->handler->begin(xml->context, name, place, xml->err)) stop(xml);
    xml->holds_elements = false;
}

static void XMLCALL on_end(void *reader, const XML_Char *name)
{
    (void)name;
    xml_reader *xml = reader;
    if (xml->failed) return;
    xml->told = XML_GetCurrentByteIndex(xml->parser);
    xml->depth--;
    if (xml->holds_elements && xml->length > 0) {
        refuse(xml, xml->text_place, "text where elements are due");
        return;
    }
    nh_csv_place place = xml->length > 0 ? xml->text_place : place_now(xml);
    if (!xml->handler->end(xml->context, (nh_field){ xml->text, xml->length }, place, xml->err)) stop(xml);
    xml->length = 0;
    xml->holds_elements = true;
}

static void XMLCALL on_text(void *reader, const XML_Char *text, int n)
{
    xml_reader *xml = reader;
    if (xml->failed) return;
    size_t length = (size_t)n, n_blank = 0;
    xml->told = XML_GetCurrentByteIndex(xml->parser);
    while (xml->length == 0 && n_blank < length && nh_is_blank(text[n_blank])) n_blank++;
    if (n_blank == length) return;
    if (xml->length == 0) {
        xml->text_place = place_now(xml);
        xml->text_place.column += (uint32_t)n_blank;
    }
    text += n_blank;
    length -= n_blank;
    if (length > sizeof xml->text - xml->length) {
        refuse(xml, xml->text_place, "a value of more than 65536 bytes");
        return;
    }
    memcpy(xml->text + xml->length, text, length);
    xml->length += length;
}

/* Everything else: comments, the declaration, and the first bytes of a DOCTYPE. */
static void XMLCALL on_other(void *reader, const XML_Char *text, int n)
{
    static const char doctype[] = "<!DOCTYPE";
    xml_reader *xml = reader;
    if (xml->failed) return;
    xml->told = XML_GetCurrentByteIndex(xml->parser);
    if (n == (int)sizeof doctype - 1 && memcmp(text, doctype, sizeof doctype - 1) == 0)
        refuse(xml, place_now(xml), "a DOCTYPE: it can hide what is read, and no return needs one: take it out");
}

static int XMLCALL on_encoding(void *unused, const XML_Char *name, XML_Encoding *into)
{
    (void)unused;
    const nh_encoding *encoding = nh_encoding_named(name);
    if (!encoding) return XML_STATUS_ERROR;
    for (int byte = 0; byte < 256; byte++) into->map[byte] = nh_encoding_character(encoding, (unsigned char)byte);
    into->data = NULL;
    into->convert = NULL;
    into->release = NULL;
    return XML_STATUS_OK;
}

/* ---- what expat complains of ---- */

/* The byte that expat stumbled over, 0 to 255; -1 where it is not known. */
static int byte_met(const xml_reader *xml)
{
    int at = 0, n = 0;
    const char *bytes = XML_GetInputContext(xml->parser, &at, &n);
    return bytes && at >= 0 && at < n ? (unsigned char)bytes[at] : -1;
}

static const char *sentence_of(const xml_reader *xml, enum XML_Error code)
{
    static const struct {
        enum XML_Error code;
        const char *sentence;
    } sentences[] = {
        { XML_ERROR_TAG_MISMATCH, "an end tag that does not match the tag it should close" },
        { XML_ERROR_UNCLOSED_TOKEN, "the end of the file inside a tag: it is cut short" },
        { XML_ERROR_UNKNOWN_ENCODING, "an encoding that is not known: save the file as UTF-8" },
        { XML_ERROR_INCORRECT_ENCODING, "the file is not in the encoding that it declares" },
        { XML_ERROR_UNDEFINED_ENTITY, "an entity that XML does not have: write the character itself" },
        { XML_ERROR_JUNK_AFTER_DOC_ELEMENT, "more behind the end of the return" },
    };
    if (code == XML_ERROR_NO_ELEMENTS)
        return xml->given == 0 ? "the file is empty: an SSDA903 return is due"
                               : "the end of the file inside an element: it is cut short";
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (sentences[i].code == code) return sentences[i].sentence;
    int byte = code == XML_ERROR_INVALID_TOKEN ? byte_met(xml) : -1;
    if (byte == 0) return "a NUL byte: the file is damaged or is not text";
    if (byte >= 0x80) return "a byte that is not UTF-8, nor what the file declares: save it as UTF-8";
    return NULL;
}

static bool refuse_syntax(xml_reader *xml)
{
    if (xml->failed) return false;
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    const char *sentence = sentence_of(xml, code);
    nh_csv_place place = place_now(xml);
    if (sentence) return nh_place_fail(nh_source_name(xml->source), place, xml->err, "%s", sentence);
    return nh_place_fail(nh_source_name(xml->source), place, xml->err, "cannot be read as XML: %s",
                         XML_ErrorString(code));
}

/* ---- reading ---- */

static void *take_memory(size_t size)
{
    return nh_resize(NULL, size ? size : 1, 1);
}

static void *resize_memory(void *block, size_t size)
{
    return nh_resize(block, size ? size : 1, 1);
}

static bool feed(xml_reader *xml, bool *is_last)
{
    char *buffer = XML_GetBuffer(xml->parser, BLOCK);
    size_t n = 0;
    if (!buffer)
        return nh_fail(xml->err, NH_BAD_INPUT, "%s holds a tag that is too long", nh_source_name(xml->source));
    if (!nh_source_read(xml->source, buffer, BLOCK, &n, xml->err)) return false;
    *is_last = n == 0;
    xml->given += (XML_Index)n;
    if (XML_ParseBuffer(xml->parser, (int)n, *is_last) != XML_STATUS_OK) return refuse_syntax(xml);
    if (xml->given - xml->told <= LONGEST_TOKEN) return true;
    return nh_place_fail(nh_source_name(xml->source), place_now(xml), xml->err,
                         "a tag or comment of more than %d bytes", (int)NH_XML_LONGEST_VALUE);
}

/* Bytes that were converted are UTF-8, whatever the file declares. */
static XML_Parser new_parser(xml_reader *xml)
{
    static const XML_Memory_Handling_Suite memory = { take_memory, resize_memory, free };
    XML_Parser parser = XML_ParserCreate_MM(nh_source_encoding(xml->source) ? "UTF-8" : NULL, &memory, NULL);
    XML_SetUserData(parser, xml);
    XML_SetElementHandler(parser, on_begin, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetDefaultHandler(parser, on_other);
    XML_SetUnknownEncodingHandler(parser, on_encoding, NULL);
    return parser;
}

bool nh_xml_read(nh_source *source, const nh_xml_handler *handler, void *context, nh_error *err)
{
    xml_reader *xml = nh_zeroed(1, sizeof *xml);
    xml->source = source;
    xml->handler = handler;
    xml->context = context;
    xml->err = err;
    xml->parser = new_parser(xml);
    bool ok = true, is_last = false;
    while (ok && !is_last) ok = feed(xml, &is_last);
    XML_ParserFree(xml->parser);
    free(xml);
    return ok;
}
