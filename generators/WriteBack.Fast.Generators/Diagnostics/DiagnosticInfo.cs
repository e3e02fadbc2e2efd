using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace WriteBack.Fast.Generators.Diagnostics;

/// <summary>A diagnostic as plain data, equal by value: no syntax tree is kept alive by the pipeline's cache.</summary>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor, LocationInfo Location, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        new(descriptor, LocationInfo.From(location), new EquatableArray<string>(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location.ToLocation(), [.. Arguments]);
}

/// <summary>A place in a source file.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo From(Location location)
    {
        var lines = location.GetLineSpan();
        return new LocationInfo(lines.Path, location.SourceSpan, lines.Span);
    }

    public Location ToLocation() => Microsoft.CodeAnalysis.Location.Create(Path, Span, Lines);
}
