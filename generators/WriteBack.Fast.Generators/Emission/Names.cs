namespace WriteBack.Fast.Generators.Emission;

/// <summary>Full names that the generated code uses more than once.</summary>
internal static class Names
{
    public const string Library = "global::WriteBack.Fast";
    public const string Internals = Library + ".Internals";
    public const string ValueTaskType = "global::System.Threading.Tasks.ValueTask";
    public const string TokenType = "global::System.Threading.CancellationToken";

    public const string Inlined =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    public const string Hidden =
        "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    public static readonly string Generated =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"{Tool.Name}\", \"{Tool.Version}\")]";
}
