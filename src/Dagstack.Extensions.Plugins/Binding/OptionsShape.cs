using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>What an options type has for the binder. Made anew for every bind: what is kept by type keeps the type.</summary>
internal static class OptionsShape
{
    /// <summary>The properties that can be bound or validated, those of the most derived type first.</summary>
    public static List<PropertyInfo> Properties(Type type)
    {
        var properties = new List<PropertyInfo>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || property.Name == "EqualityContract")
            {
                continue;
            }

            var hidden = properties.FindIndex(other => other.Name == property.Name);
            if (hidden < 0)
            {
                properties.Add(property);
            }
            else if (properties[hidden].DeclaringType!.IsAssignableFrom(property.DeclaringType))
            {
                properties[hidden] = property;
            }
        }

        return properties;
    }

    public static string NameOf(PropertyInfo property) =>
        property.IsDefined(typeof(ConfigurationKeyNameAttribute), inherit: false)
            && property.GetCustomAttribute<ConfigurationKeyNameAttribute>() is { Name.Length: > 0 } key
            ? key.Name
            : property.Name;

    public static bool IsSettable(PropertyInfo property) => property.SetMethod is { IsPublic: true };

    public static bool IsReadable(PropertyInfo property) => property.GetMethod is { IsPublic: true };

    public static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);

    /// <summary>The constructor to call: the one without parameters, else the only one.</summary>
    /// <returns>The constructor; null for a structure's default or if there is none, and then why.</returns>
    public static ConstructorInfo? Constructor(Type type, out string? reason)
    {
        reason = null;
        if (type.GetConstructor(Type.EmptyTypes) is { } simple)
        {
            return simple;
        }

        var all = type.GetConstructors();
        if (all.Length == 1)
        {
            return all[0];
        }

        if (!type.IsValueType)
        {
            reason = all.Length == 0
                ? $"{type.Name} has no public constructor. Give it one."
                : $"{type.Name} has several public constructors with parameters. Leave one, or add one without.";
        }

        return null;
    }

    /// <summary>Whether an object cannot be made without values for its constructor.</summary>
    public static bool NeedsArguments(Type type) => Constructor(type, out _) is { } constructor && Array.Exists(constructor.GetParameters(), static parameter => !parameter.HasDefaultValue);

    /// <summary>Why a type cannot be made from a section, or null if it can.</summary>
    public static string? Refusal(Type type) =>
        type == typeof(object) ? "the type object says nothing about the value. Declare the type that is meant."
        : type.IsInterface || type.IsAbstract ? $"{type.Name} is {(type.IsInterface ? "an interface" : "abstract")}, and nothing tells which type is meant. Declare a concrete type."
        : typeof(Delegate).IsAssignableFrom(type) || typeof(MemberInfo).IsAssignableFrom(type) || type.IsPointer || type.IsByRef || type.IsByRefLike
            ? $"{type.Name} is not made of values. Remove the property, or its setter."
        : type.IsArray ? "an array of several dimensions has no spelling in configuration. Declare an array of arrays."
        : type.ContainsGenericParameters ? $"{type.Name} is an open generic type. Close it."
        : null;
}
