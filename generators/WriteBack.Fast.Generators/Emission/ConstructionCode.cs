using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>The expression that makes a key or value from its members.</summary>
internal static class ConstructionCode
{
    /// <param name="entry">What to make.</param>
    /// <param name="variable">Names the variable that holds a member.</param>
    public static string Create(EntryModel entry, Func<MemberModel, string> variable)
    {
        if (entry.Construction is not { } construction)
            return variable(entry.Members[0]);

        string Source(Assignment assignment) =>
            assignment.Member is { } index ? variable(entry.Members[index]) : "default!";

        string arguments = string.Join(", ", construction.Arguments.Select(argument => $"{argument.Target}: {Source(argument)}"));
        string initializers = string.Join(", ", construction.Initializers.Select(member => $"{member.Target} = {Source(member)}"));
        return $"new {entry.Type}({arguments})" + (initializers.Length > 0 ? $" {{ {initializers} }}" : "");
    }
}
