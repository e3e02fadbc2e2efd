using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>The store that the documentation shows compiles, and does what a store does.</summary>
public class StorePageTests
{
    [Fact]
    public async Task The_store_of_the_page_stores()
    {
        var run = (Func<string[], Task>)Delegate.CreateDelegate(typeof(Func<string[], Task>), Compile().EntryPoint!.DeclaringType!
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Single(static method => method.ReturnType == typeof(Task)));
        string path = Path.GetTempFileName();
        File.Delete(path);
        var console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            await run([path]);

            Assert.Equal(["tenant_id player_id score title badges seen", "[1,42]\t[100,\"Ann\",\"kgEC\",739617]"], await File.ReadAllLinesAsync(path));
            Assert.Equal("100 Ann 2 2026-01-02 True", printed.ToString().Trim());
        }
        finally
        {
            Console.SetOut(console);
            File.Delete(path);
        }
    }

    private static Assembly Compile()
    {
        string[] blocks = [.. Markdown.CSharp(Repository.Read("docs", "write-a-store.md"))];
        // Its lines of code, blank lines left out: what the title promises.
        Assert.InRange(blocks[0].Split('\n').Count(static line => line.Trim().Length > 1), 80, 130);

        var input = Compiled.Input(References.ImplicitUsings).AddSyntaxTrees(blocks.Select(static block =>
            CSharpSyntaxTree.ParseText(block, References.ParseOptions, "Declaration.cs")));
        var compiled = Compiled.From(input.WithOptions(input.Options.WithOutputKind(OutputKind.ConsoleApplication)));
        Assert.Empty(compiled.Problems);
        using var image = new MemoryStream();
        Assert.True(compiled.Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return Assembly.Load(image.ToArray());
    }
}
