using System.Collections.Immutable;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Names members as parameters of the generated calls.</summary>
internal static class VariableNames
{
    private static readonly ImmutableHashSet<string> Taken =
        [.. KeyCall.All.SelectMany(static call => call.Parameters).Select(static parameter => parameter.Name)];

    /// <summary>A unique camelCase name for each member.</summary>
    public static IReadOnlyList<string> Choose(IEnumerable<string> members)
    {
        List<string> chosen = [];
        foreach (string member in members)
        {
            string name = Naming.CamelCase(member);
            if (Taken.Contains(name))
                name += "Key";
            string unique = name;
            for (int number = 2; chosen.Contains(unique); number++)
                unique = name + number;
            chosen.Add(unique);
        }
        return chosen;
    }
}
