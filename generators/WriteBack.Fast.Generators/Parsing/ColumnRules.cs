using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Each column of an entry has a name of its own.</summary>
internal static class ColumnRules
{
    public static void Check(ParseContext context, Entry key, Entry value)
    {
        // Databases do not tell column names apart by case.
        Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);
        // What has no members cannot be given another name, so it comes first and the other is at fault.
        foreach (var entry in new[] { key, value }.OrderBy(static entry => entry.Members.Count > 0))
        {
            for (int i = 0; i < entry.Model.Members.Count; i++)
            {
                var member = entry.Model.Members[i];
                string name = entry.Members.Count > 0 ? entry.Members[i].Name : entry.Model.Type;
                if (owners.TryGetValue(member.Column, out string owner))
                {
                    var symbol = entry.Members.Count > 0 ? entry.Members[i].Symbol : null;
                    context.ReportFixable(
                        Descriptors.DuplicateColumn, context.DeclarationOf(symbol, entry.Location),
                        Hint.Name, $"{Naming.SnakeCase(entry.TypeName)}_{member.Column}", name, member.Column, owner);
                }
                else
                {
                    owners.Add(member.Column, name);
                }
            }
        }
    }
}
