using Microsoft.CodeAnalysis;

namespace WriteBack.Fast.Generators.Model;

/// <summary>One column and where it comes from.</summary>
/// <param name="Name">The member, escaped; null when the key or value is itself the column.</param>
/// <param name="Variable">A camelCase name, unescaped, unique within the key or value.</param>
/// <param name="Column">Its column.</param>
/// <param name="Type">Its type as a column.</param>
/// <param name="Core">Its C# type without nullability, from <c>global::</c> on.</param>
/// <param name="Special">Which of the language's own types that is, where it is one; <c>dynamic</c> is <c>object</c>.</param>
/// <param name="Nullability">What null means to it.</param>
internal sealed record MemberModel(
    string? Name, string Variable, string Column, ColumnType Type, string Core, SpecialType Special, Nullability Nullability)
{
    public bool IsNullable => Nullability is Nullability.NullableValue or Nullability.NullableReference;

    public bool CanBeNull => Nullability is not Nullability.Value;

    /// <summary>The declared C# type.</summary>
    public string Declared => IsNullable ? Core + "?" : Core;

    /// <summary>The member of the instance that an expression denotes.</summary>
    public string Of(string instance) => Name is null ? instance : $"{instance}.{Name}";
}

/// <summary>How a member can be null.</summary>
internal enum Nullability
{
    Value,
    NullableValue,
    Reference,
    NullableReference,
}
