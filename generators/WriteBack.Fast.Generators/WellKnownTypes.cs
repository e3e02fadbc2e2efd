using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using static WriteBack.Fast.Generators.KnownType;

namespace WriteBack.Fast.Generators;

/// <summary>
/// The types that parser, analysers and code fixes ask for, resolved at most once for each compilation and forgotten with it. No model
/// of the pipeline holds them.
/// </summary>
internal sealed class WellKnownTypes(Compilation compilation)
{
    /// <summary>Metadata name of the attribute that declares a cache.</summary>
    public const string CacheAttributeName = "WriteBack.Fast.WriteBackCacheAttribute`2";

    private static readonly ConditionalWeakTable<Compilation, WellKnownTypes> Resolved = new();

    public KnownType CacheAttribute { get; } = Named(compilation, CacheAttributeName);

    public KnownType ColumnAttribute { get; } = Named(compilation, "WriteBack.Fast.WriteBackColumnAttribute");

    public KnownType IgnoreAttribute { get; } = Named(compilation, "WriteBack.Fast.WriteBackIgnoreAttribute");

    /// <summary>The interface that every cache implements.</summary>
    public KnownType CacheContract { get; } = Named(compilation, "WriteBack.Fast.IWriteBackCache`2");

    /// <summary>The base of every cache.</summary>
    public KnownType CacheBase { get; } = Named(compilation, "WriteBack.Fast.WriteBackCache`3");

    public KnownType Store { get; } = Named(compilation, "WriteBack.Fast.IWriteBackStore`2");

    public KnownType Options { get; } = Named(compilation, "WriteBack.Fast.WriteBackOptions");

    public KnownType FlushPriority { get; } = Named(compilation, "WriteBack.Fast.FlushPriority");

    public KnownType UpdateAction { get; } = Named(compilation, "WriteBack.Fast.UpdateAction`2");

    public KnownType WriteDurability { get; } = Named(compilation, "WriteBack.Fast.WriteDurability");

    public KnownType CompilerGeneratedAttribute { get; } =
        Named(compilation, "System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    public KnownType GeneratedCodeAttribute { get; } = Named(compilation, "System.CodeDom.Compiler.GeneratedCodeAttribute");

    public KnownType InlineArrayAttribute { get; } = Named(compilation, "System.Runtime.CompilerServices.InlineArrayAttribute");

    public KnownType ObsoleteAttribute { get; } = Named(compilation, "System.ObsoleteAttribute");

    public KnownType SetsRequiredMembersAttribute { get; } =
        Named(compilation, "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");

    public KnownType CancellationToken { get; } = Referenced(compilation, "System.Threading.CancellationToken");

    public KnownType ValueTask { get; } =
        Referenced(compilation, "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1");

    public KnownType DateOnly { get; } = Referenced(compilation, "System.DateOnly");

    public KnownType DateTimeOffset { get; } = Referenced(compilation, "System.DateTimeOffset");

    public KnownType Guid { get; } = Referenced(compilation, "System.Guid");

    public KnownType TimeOnly { get; } = Referenced(compilation, "System.TimeOnly");

    public KnownType TimeSpan { get; } = Referenced(compilation, "System.TimeSpan");

    public static WellKnownTypes Of(Compilation compilation) =>
        Resolved.GetValue(compilation, static unresolved => new WellKnownTypes(unresolved));
}
