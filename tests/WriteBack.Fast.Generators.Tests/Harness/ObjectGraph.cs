using System.Collections;
using System.Reflection;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>What an object holds on to.</summary>
internal static class ObjectGraph
{
    /// <summary>The types of all objects that can be reached from the root by fields and elements.</summary>
    public static IEnumerable<Type> Types(object root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object> open = new([root]);
        while (open.TryPop(out object? current))
        {
            if (!seen.Add(current))
                continue;
            yield return current.GetType();
            foreach (object held in Held(current).OfType<object>())
                open.Push(held);
        }
    }

    private static IEnumerable<object?> Held(object holder)
    {
        if (holder is string || holder.GetType() is { IsPrimitive: true } or { IsEnum: true })
            return [];
        if (holder is IEnumerable elements)
            return elements.Cast<object?>();
        return Levels(holder.GetType())
            .SelectMany(static type => type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(field => field.GetValue(holder));
    }

    private static IEnumerable<Type> Levels(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
            yield return level;
    }
}
