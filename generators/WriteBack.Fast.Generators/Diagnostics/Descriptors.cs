using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators.Diagnostics;

/// <summary>Everything that can be wrong with a declaration or with its use. Each message says what to do.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "WBF001", "The class must be partial", "Make '{0}' partial: the cache is generated into it");

    public static readonly DiagnosticDescriptor Generic = Error(
        "WBF002", "The class must not be generic", "Declare '{0}' without type parameters, its own or of a type around it");

    public static readonly DiagnosticDescriptor NotOrdinary = Error(
        "WBF003", "The class must be ordinary and without a base class", "Declare '{0}' as an ordinary class: it {1}");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        "WBF004", "The containing type must be partial", "Make '{0}' partial: the cache '{1}' inside it is generated");

    public static readonly DiagnosticDescriptor UnsupportedKey = Error(
        "WBF005", "The key must consist of non-nullable column types", "Change the key '{0}': {1}");

    public static readonly DiagnosticDescriptor EmptyValue = Error(
        "WBF006", "The value must have a member to store", "Change the value '{0}': {1}");

    public static readonly DiagnosticDescriptor NotConstructible = Error(
        "WBF007", "The type must be constructible from its columns", "Change '{0}' so that it can be read back: {1}");

    public static readonly DiagnosticDescriptor DuplicateColumn = Error(
        "WBF008", "Column names must be unique",
        "Give '{0}' another column with [WriteBackColumn]: '{1}' is already the column of '{2}'");

    public static readonly DiagnosticDescriptor LessAccessible = Error(
        "WBF009", "The type must be as accessible as the cache", "Make '{0}' at least as accessible as the cache '{1}'");

    public static readonly DiagnosticDescriptor MemberExists = Error(
        "WBF010", "The member is generated", "Remove or rename '{0}': {1}");

    public static readonly DiagnosticDescriptor InvalidName = Error(
        "WBF011", "The name must be an SQL identifier", "Choose another name than '{0}' for the {1}: it {2}");

    public static readonly DiagnosticDescriptor MutableKey = Warning(
        "WBF012", "The key should be readonly",
        "Make '{0}' a readonly record struct: changing a copy of a key changes no entry, but looks as if it did");

    public static readonly DiagnosticDescriptor MutableValue = Warning(
        "WBF013", "A class that is a value should be immutable",
        "Make '{0}' immutable, or a struct: the flusher reads the instance that you hold, so a change to '{1}' is stored by chance");

    public static readonly DiagnosticDescriptor DuplicateName = Warning(
        "WBF014", "Caches should have different names",
        "Give '{0}' another Name than '{1}', which '{2}' has as well: in one database they would share a table");

    public static readonly DiagnosticDescriptor LargeValue = Info(
        "WBF015", "The value is large",
        "Consider making '{0}' a sealed record class: each read and write copies about {1} bytes");

    public static readonly DiagnosticDescriptor UnknownToMessagePack = Warning(
        "WBF016", "MessagePack does not know the type of the column",
        "Change or ignore '{0}', mark '{1}' [MessagePackObject], or give a Serializer that knows it: MessagePack does not, so no entry could be stored");

    public static readonly DiagnosticDescriptor LostUpdate = Info(
        "WBF017", "Reading, changing and setting an entry is not atomic",
        "Use '{0}': a write that comes between '{1}' and this '{2}' is lost");

    public static readonly DiagnosticDescriptor NotAwaited = Warning(
        "WBF018", "The result of an asynchronous call is lost",
        "Await '{0}': until it completes nothing is promised, and its failure goes unseen");

    public static readonly DiagnosticDescriptor WriteAfterClose = Warning(
        "WBF019", "A closed cache takes no writes",
        "Move '{0}' before the '{1}' of '{2}': a closed cache throws ObjectDisposedException");

    public static readonly DiagnosticDescriptor BlockingCall = Info(
        "WBF020", "A write in an asynchronous method can block its thread",
        "Await '{0}': '{1}' blocks the thread while there is no space for the write");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) => new(
        id, title, message, "WriteBack.Fast", severity, isEnabledByDefault: true, helpLinkUri: HelpLink.Of(id));
}
