using System.Reflection;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>Finds types in signatures of hooks that JSON cannot carry, or that other processes get as something else without being told.</summary>
internal static class SilentTypes
{
    /// <summary>Finds the first such type.</summary>
    /// <returns>What is wrong, as a sentence without its end; null if nothing is.</returns>
    public static string? Find(Type type, string path) => Find(type, path, []);

    private static string? Find(Type type, string path, HashSet<Type> seen)
    {
        if (!seen.Add(type))
        {
            return null;
        }

        if (Complaint(type) is { } complaint)
        {
            return $"{path} is {complaint}";
        }

        if (type.HasElementType)
        {
            return Find(type.GetElementType()!, $"an item of {path}", seen);
        }

        if (KeyOf(type) is { } key && key != typeof(string))
        {
            return $"{path} is a dictionary with keys of type {key.Name}, and JSON has only text as keys: other processes get the keys as text";
        }

        foreach (var argument in type.GetGenericArguments())
        {
            if (Find(argument, type.GetGenericArguments().Length == 1 ? $"an item of {path}" : path, seen) is { } inside)
            {
                return inside;
            }
        }

        return type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal))
            ? null
            : Members(type).Select(member => Find(member.Type, $"{path}.{member.Name}", seen)).FirstOrDefault(static found => found is not null);
    }

    private static string? Complaint(Type type) =>
        TypeRefusal.Find(type) is { } refused ? $"{refused.Found}; {refused.Advice}"
        : type == typeof(object) ? "of no particular type, and comes back as raw JSON; name the type, or use JsonElement"
        : null;

    private static Type? KeyOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(static candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() is var definition && (definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)))
        ?.GetGenericArguments()[0];

    private static IEnumerable<(string Name, Type Type)> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanRead && property.GetIndexParameters().Length == 0).Select(static property => (property.Name, property.PropertyType))
            .Concat(type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(static field => (field.Name, field.FieldType)));
}
