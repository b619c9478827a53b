using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Binds one object: its constructor's parameters, then its properties.</summary>
internal static class ObjectBinder
{
    public static bool Bind(BindSession session, Type type, in BoundPlace place, object? existing, out object? value)
    {
        value = null;
        var node = place.Node;
        if (OptionsShape.Refusal(type) is { } refusal && existing is null)
        {
            session.Problems.Unbindable(node, refusal);
            return false;
        }

        if (node.HasText)
        {
            session.Problems.Wrong(place, "a section", $"Write its keys below it, as '{node.Path}:<key>'.");
            return false;
        }

        var properties = OptionsShape.Properties(existing?.GetType() ?? type);
        var keys = new ObjectKeys(session, place);
        var constructor = existing is null ? OptionsShape.Constructor(type, out var reason) : Nothing(out reason);
        if (reason is not null)
        {
            session.Problems.Unbindable(node, reason);
            return false;
        }

        var parameters = constructor?.GetParameters() ?? [];
        value = existing ?? Create(session, type, constructor, properties, keys, place);
        foreach (var property in properties)
        {
            var isParameter = Array.Exists(parameters, parameter => FoldedName.Matches(parameter.Name, property.Name));
            BindProperty(session, value, property, keys, isParameter, enforce: existing is null && constructor?.IsDefined(typeof(SetsRequiredMembersAttribute)) != true);
        }

        keys.ReportUnknown();
        if (value is not null)
        {
            session.Remember(value, place);
        }

        return value is not null;
    }

    private static ConstructorInfo? Nothing(out string? reason)
    {
        reason = null;
        return null;
    }

    private static object? Create(BindSession session, Type type, ConstructorInfo? constructor, List<PropertyInfo> properties, ObjectKeys keys, in BoundPlace place)
    {
        var parameters = constructor?.GetParameters() ?? [];
        var arguments = new object?[parameters.Length];
        var complete = true;
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            var name = properties.Find(property => FoldedName.Matches(property.Name, parameter.Name)) is { } property ? OptionsShape.NameOf(property) : parameter.Name!;
            if (keys.Take(name, parameter.ParameterType) is { } found)
            {
                complete &= NullSection.Is(found.Node, parameter) || session.Bind(parameter.ParameterType, found, null, out arguments[i]);
            }
            else if (parameter.HasDefaultValue)
            {
                arguments[i] = parameter.DefaultValue;
            }
            else
            {
                session.Problems.Missing(keys.PathOf(name), TypeText.Of(parameter.ParameterType));
                complete = false;
            }
        }

        if (!complete)
        {
            return null;
        }

        try
        {
            return constructor is null ? Activator.CreateInstance(type) : constructor.Invoke(arguments);
        }
#pragma warning disable CA1031 // Whatever a plugin's constructor throws is a problem of this section.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Problems.Refused(place, ExceptionText.Of(e));
            return null;
        }
    }

    /// <summary>Binds a property; without an object, only to find what else is wrong.</summary>
    private static void BindProperty(BindSession session, object? target, PropertyInfo property, ObjectKeys keys, bool isParameter, bool enforce)
    {
        var name = OptionsShape.NameOf(property);
        var settable = OptionsShape.IsSettable(property);
        if (isParameter || (!settable && !(IsFillable(property.PropertyType) && OptionsShape.IsReadable(property))))
        {
            return;
        }

        if (keys.Take(name, property.PropertyType) is not { } place)
        {
            if (enforce && settable && OptionsShape.IsRequired(property))
            {
                session.Problems.Missing(keys.PathOf(name), TypeText.Of(property.PropertyType));
            }

            return;
        }

        try
        {
            if (NullSection.Is(place.Node, property))
            {
                if (settable && target is not null)
                {
                    property.SetValue(target, null);
                }

                return;
            }

            // Lists that can be set are replaced; objects, and what cannot be set, are filled.
            var current = target is not null && IsFillable(property.PropertyType) && OptionsShape.IsReadable(property) && (!settable || !IsCollection(property.PropertyType))
                ? property.GetValue(target)
                : null;
            if (!settable && current is null && target is not null)
            {
                session.Problems.Unbindable(place.Node, $"the property {property.Name} is null and cannot be set. Give it a setter or a value.");
                return;
            }

            if (session.Bind(property.PropertyType, place, current, out var value) && settable && target is not null)
            {
                property.SetValue(target, value);
            }
        }
#pragma warning disable CA1031 // Whatever a plugin's property throws is a problem of this key.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Problems.Refused(place, ExceptionText.Of(e));
        }
    }

    private static bool IsFillable(Type type) => !ScalarText.IsScalar(Nullable.GetUnderlyingType(type) ?? type) && !type.IsArray;

    private static bool IsCollection(Type type) => CollectionShape.Dictionary(type) is not null || CollectionShape.Item(type) is not null;
}
