using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>What the compilations under test refer to: the running framework and the library, so nothing is downloaded.</summary>
internal static class References
{
    public static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>What ImplicitUsings gives a console project.</summary>
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    public static readonly ReferenceAssemblies None = new("net10.0");

    /// <summary>What a project with a host refers to beside.</summary>
    public static IReadOnlyList<MetadataReference> Hosting { get; } =
    [
        MetadataReference.CreateFromFile(typeof(WriteBackServiceCollectionExtensions).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.IServiceCollection).Assembly.Location),
    ];

    /// <summary>What a web project refers to beside, and the clients of the servers that stores are for.</summary>
    public static IReadOnlyList<MetadataReference> Web { get; } =
    [
        .. Platform(static name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || name is "Npgsql.dll" or "StackExchange.Redis.dll"),
    ];

    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. Platform(static name => name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"),
        MetadataReference.CreateFromFile(typeof(WriteBackCacheAttribute<,>).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(MessagePack.MessagePackSerializerOptions).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(MessagePack.MessagePackObjectAttribute).Assembly.Location),
    ];

    /// <summary>What the generator itself refers to.</summary>
    public static IReadOnlyList<MetadataReference> Compiler { get; } =
    [
        .. Platform(static name => name.StartsWith("System.", StringComparison.Ordinal)
            || name is "netstandard.dll" or "Microsoft.CodeAnalysis.dll" or "Microsoft.CodeAnalysis.CSharp.dll"),
    ];

    private static IEnumerable<MetadataReference> Platform(Func<string, bool> isWanted) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => isWanted(Path.GetFileName(path)))
            .Select(static path => MetadataReference.CreateFromFile(path));
}
