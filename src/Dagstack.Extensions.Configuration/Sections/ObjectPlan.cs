using System.Reflection;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>How an object of some type is made: by which constructor, and with which properties.</summary>
internal sealed class ObjectPlan
{
    private static readonly ConditionalWeakTable<Type, ObjectPlan> s_plans = [];

    private ObjectPlan(Type type)
    {
        var constructors = type.IsAbstract ? [] : type.GetConstructors();
        Constructor = constructors.FirstOrDefault(static one => one.GetParameters().Length == 0)
            ?? (constructors.Length == 1 ? constructors[0] : null);
        IsPlain = Constructor is null && type.IsValueType && !type.IsPrimitive;
        Parameters = Constructor?.GetParameters() ?? [];
        Properties =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property =>
                property.SetMethod is { IsPublic: true }
                && property.GetIndexParameters().Length == 0
                && !Parameters.Any(parameter => FoldedName.Matches(parameter.Name!, property.Name))),
        ];
        Validated = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)];
    }

    /// <summary>Gets the constructor, or null if there is none that is clear: one without parameters, or the only one.</summary>
    public ConstructorInfo? Constructor { get; }

    /// <summary>Gets a value indicating whether the type is a structure without a constructor.</summary>
    public bool IsPlain { get; }

    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Gets the properties that are set, without those that a parameter sets.</summary>
    public IReadOnlyList<PropertyInfo> Properties { get; }

    /// <summary>Gets the properties that are validated.</summary>
    public IReadOnlyList<PropertyInfo> Validated { get; }

    /// <summary>Returns the plan of a type. It is held no longer than the type.</summary>
    public static ObjectPlan Of(Type type) => s_plans.GetValue(type, static type => new(type));
}
