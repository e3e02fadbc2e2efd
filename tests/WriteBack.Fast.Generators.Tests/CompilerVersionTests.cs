using WriteBack.Fast.CodeFixes;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>The oldest SDK that can load what the package brings is 10.0.100, whose compiler has version 5.0.</summary>
public class CompilerVersionTests
{
    public static TheoryData<Type> Brought => [typeof(WriteBackCacheGenerator), typeof(MakePartialFix)];

    [Theory]
    [MemberData(nameof(Brought))]
    public void Nothing_needs_a_newer_compiler(Type type) => Assert.All(
        type.Assembly.GetReferencedAssemblies().Where(static name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)),
        static name => Assert.Equal(new Version(5, 0, 0, 0), name.Version));
}
