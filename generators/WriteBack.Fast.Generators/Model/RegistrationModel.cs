namespace WriteBack.Fast.Generators.Model;

/// <summary>The method that adds a cache to a host's services.</summary>
/// <param name="Access">Who may call it: <c>public</c> or <c>internal</c>.</param>
/// <param name="ClassName">The static class that has it.</param>
/// <param name="MethodName">Its name.</param>
internal sealed record RegistrationModel(string Access, string ClassName, string MethodName);
