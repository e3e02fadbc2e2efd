namespace WriteBack.Fast.Tests;

internal static class EverythingAssert
{
    /// <summary>Member by member, and also what equality overlooks: a date's kind, an offset.</summary>
    public static void Same(Everything expected, Everything actual)
    {
        foreach (var member in typeof(Everything).GetProperties().Where(static property => property.Name != "EqualityContract"))
            Assert.Equal(member.GetValue(expected), member.GetValue(actual));

        Assert.Equal(expected.At.Kind, actual.At.Kind);
        Assert.Equal(expected.MaybeAt?.Kind, actual.MaybeAt?.Kind);
        Assert.Equal(expected.AtOffset.Offset, actual.AtOffset.Offset);
        Assert.Equal(expected.MaybeAtOffset?.Offset, actual.MaybeAtOffset?.Offset);
    }
}
