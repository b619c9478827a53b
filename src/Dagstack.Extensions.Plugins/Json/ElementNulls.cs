using System.Reflection;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Reads of a declaration which items of lists and values of dictionaries may be null: the type that the serializer sees has lost it.</summary>
internal sealed class ElementNulls
{
    private readonly NullabilityInfoContext? _context = AppContext.TryGetSwitch("System.Reflection.NullabilityInfoContext.IsSupported", out var isSupported) && !isSupported ? null : new();

    /// <summary>Lets the elements of a property or field be null where its declaration does.</summary>
    public void Allow(JsonObject schema, ICustomAttributeProvider? member)
    {
        var (info, declared) = member switch
        {
            PropertyInfo property => (_context?.Create(property), ((PropertyInfo)DefinitionOf(property)).PropertyType),
            FieldInfo field => (_context?.Create(field), ((FieldInfo)DefinitionOf(field)).FieldType),
            _ => (null, typeof(void)),
        };
        Allow(schema, info, declared);
    }

    /// <summary>Lets the elements of a parameter, or of what a method returns at once or later, be null where its declaration does.</summary>
    /// <param name="schema">The schema of the value.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="type">The type of the value.</param>
    public void Allow(JsonObject schema, ParameterInfo? parameter, Type type)
    {
        if (parameter is null || _context is null)
        {
            return;
        }

        var method = (MethodInfo)DefinitionOf(parameter.Member);
        var declared = parameter.Position < 0 ? method.ReturnType : method.GetParameters()[parameter.Position].ParameterType;
        var info = _context.Create(parameter);
        while (info.Type != type && info.GenericTypeArguments is [var inner] && declared.IsGenericType)
        {
            // A task, a stream, a result of a chain.
            (info, declared) = (inner, declared.GetGenericArguments()[0]);
        }

        Allow(schema, info, declared);
    }

    private static void Allow(JsonObject schema, NullabilityInfo? info, Type declared)
    {
        // What is declared as T says nothing of what was put in its place.
        if (info is null || declared.IsGenericParameter)
        {
            return;
        }

        var (keyword, element, type) = info switch
        {
            { ElementType: { } item } => ("items", item, declared.GetElementType()),
            { GenericTypeArguments: [var item] } => ("items", item, declared.GetGenericArguments()[0]),
            { GenericTypeArguments: [_, var value] } => ("additionalProperties", value, declared.GetGenericArguments()[1]),
            _ => (string.Empty, null, null),
        };
        if (element is null || type is null || schema[keyword] is not JsonObject inner)
        {
            return;
        }

        Allow(inner, element, type);
        if (element is { Type.IsValueType: false, ReadState: NullabilityState.Nullable } && !type.IsGenericParameter)
        {
            schema.Remove(keyword);
            schema[keyword] = NullSchema.Allow(inner);
        }
    }

    /// <summary>Finds a member of a generic type as it is declared.</summary>
    private static MemberInfo DefinitionOf(MemberInfo member) => member.DeclaringType is { IsGenericType: true } type
        ? type.GetGenericTypeDefinition().GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).First(candidate => candidate.MetadataToken == member.MetadataToken)
        : member;
}
