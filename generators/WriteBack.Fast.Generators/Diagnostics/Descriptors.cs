using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators.Diagnostics;

/// <summary>Everything that can be wrong with a declaration. Each message says what to do.</summary>
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

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "WriteBack.Fast", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
