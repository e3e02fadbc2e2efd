namespace WriteBack.Fast.Tools.Tests.Structure;

/// <summary>What the packages may know of each other.</summary>
public sealed class PackageTests
{
    // A package accepts every later version of another, and an internal member may be gone from a later version.
    [Fact]
    public void No_package_sees_the_internals_of_another()
    {
        var packages = LibraryProject.All.Where(static project => project.IsPackable).ToList();
        string[] names = [.. packages.Select(static package => package.Name)];

        var seen = packages.SelectMany(package => package.Friends.Where(names.Contains)
            .Select(friend => $"{friend} sees the internals of {package.Name}"));

        Assert.Contains("WriteBack.Fast", names);
        Assert.True(!seen.Any(), string.Join('\n', seen));
    }
}
