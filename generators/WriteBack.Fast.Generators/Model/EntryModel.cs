namespace WriteBack.Fast.Generators.Model;

/// <summary>A key or a value.</summary>
/// <param name="Type">Its type from <c>global::</c> on.</param>
/// <param name="Members">What is stored of it, in column order.</param>
/// <param name="Construction">How it is made from its members; null when it is itself the one column.</param>
internal sealed record EntryModel(string Type, EquatableArray<MemberModel> Members, ConstructionModel? Construction);

/// <summary>A constructor call with named arguments and an object initializer.</summary>
internal sealed record ConstructionModel(EquatableArray<Assignment> Arguments, EquatableArray<Assignment> Initializers);

/// <summary>A constructor argument, or a member of an object initializer.</summary>
/// <param name="Target">Name of the parameter or member, escaped.</param>
/// <param name="Member">Index of the member that it takes its value from; null for the default.</param>
internal sealed record Assignment(string Target, int? Member);
