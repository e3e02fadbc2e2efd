namespace WriteBack.Fast.Generators.Tests.Fuzz;

/// <summary>Writes a random key or value type.</summary>
internal sealed class EntrySource(Dice dice, string space, bool isKey)
{
    private const string Library = "global::WriteBack.Fast.";

    private readonly string[] _enums = [$"global::{space}.@enum", $"global::{space}.Wide"];

    /// <summary>A type that needs no declaration, of those that an attribute may name.</summary>
    public string Ready() => isKey
        ? dice.Pick([.. Words.KeyTypes[..^2].Except(["string", "byte[]"]), _enums[0], "(int, string)", "(long, global::System.Guid, byte)"])
        : dice.Pick([.. Words.KeyTypes[..^2], _enums[1], "int[]", "(int, string)", "global::System.Collections.Generic.List<int>", "object"]);

    /// <summary>A declaration, less its accessibility, and the arguments that its use takes.</summary>
    public (string Declaration, string Arguments) Declare(string name)
    {
        var names = dice.PickMany(dice.Between(isKey ? 1 : 0, isKey ? 4 : 9), Words.Members)
            .Where(member => Words.Plain(member) != Words.Plain(name)).DistinctBy(Words.Plain).ToList();
        bool isGeneric = dice.Percent(5) && Words.Plain(name) != "T";
        string head = isGeneric ? name + "<T>" : name;
        string declaration = dice.Between(0, isKey ? 4 : 7) switch
        {
            0 => $"record struct {head}({Parameters(names)});",
            1 => $"readonly partial record struct {head}({Parameters(names)}) {{ {Extra()} }}",
            2 => $"struct {head} {{ {Join(names, Field)} {Extra()} }}",
            3 => $"struct {head} {{ {Join(names, Property)} {Extra()} }}",
            4 => Constructed("readonly struct " + head, name, names),
            5 => $"sealed record {head}({Parameters(names)}) {{ {Extra()} }}",
            6 => $"class {head} {{ {Join(names, Property)} {Extra()} }}",
            _ => Constructed("class " + head, name, names),
        };
        return (declaration, isGeneric ? "<int>" : "");
    }

    private string Constructed(string head, string name, List<string> names)
    {
        var members = names.ConvertAll(member => (Name: member, Type: Type()));
        string parameters = string.Join(", ", members.Select(member => $"{dice.Pick("", "in ")}{member.Type} {member.Name}"));
        string assignments = Join(names, static member => $"this.{member} = {member};");
        string declarations = string.Join(" ", members.Select(member => dice.Percent(50)
            ? $"public {member.Type} {member.Name} {{ get; }}"
            : $"public readonly {member.Type} {member.Name};"));
        return $"{head} {{ public {name}({parameters}) {{ {assignments} }} {declarations} {Extra()} }}";
    }

    private string Parameters(List<string> names) => string.Join(", ", names.Select(name => $"{Attributes("property: ")}{Type()} {name}"));

    private string Field(string name) => $"{Attributes("")}public {Type()} {name};";

    private string Property(string name) =>
        $"{Attributes("")}public {(dice.Percent(15) ? "required " : "")}{Type()} {name} {{ get; {dice.Pick("set", "init")}; }}";

    private string Attributes(string target) => string.Concat(
        dice.Percent(isKey ? 0 : 6) ? $"[{target}{Library}WriteBackIgnore]" : "",
        dice.Percent(6) ? $"[{target}{Library}WriteBackColumn(\"{dice.Pick("other", "select", "größer", "a b", "x")}\")]" : "",
        dice.Percent(4) ? $"[{target}global::System.Obsolete]" : "");

    private string Type()
    {
        if (isKey)
            return dice.Percent(3) ? dice.Pick("int?", "string?", "object") : dice.Pick([.. Words.KeyTypes, .. _enums]);
        string type = dice.Percent(25) ? dice.Pick([.. Words.OtherTypes, $"global::{space}.Packed"]) : dice.Pick([.. Words.KeyTypes, .. _enums]);
        return dice.Percent(40) ? type + "?" : type;
    }

    private string Extra() => dice.Percent(70) ? "" : dice.Pick(
        "public int Computed__ => 1;", "public static int Static__ { get; set; }", "internal int Hidden__() => 2;",
        "public const int Constant__ = 3;", "public int this[int index] => index;");

    private static string Join(List<string> names, Func<string, string> member) => string.Join(" ", names.Select(member));
}
