namespace Quickstart.Durability;

/// <summary>How to start this program once more.</summary>
internal static class OwnProgram
{
    public static string[] Command() => Command(
        typeof(OwnProgram).Assembly.Location, Environment.ProcessPath, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"));

    /// <param name="library">This program's library; empty where it is part of the executable.</param>
    /// <param name="executable">What runs now: this program's own executable, <c>dotnet</c>, or another program's, such as tests.</param>
    /// <param name="host">The <c>dotnet</c> to use where none runs now.</param>
    public static string[] Command(string library, string? executable, string? host)
    {
        string? name = Path.GetFileNameWithoutExtension(executable);
        if (library.Length == 0 || name == Path.GetFileNameWithoutExtension(library))
            return [executable!];
        return [name == "dotnet" ? executable! : host ?? "dotnet", "exec", library];
    }
}
