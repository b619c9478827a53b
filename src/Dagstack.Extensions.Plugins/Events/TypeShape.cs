using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>Whose a type is, and what its objects can refer to.</summary>
internal sealed class TypeShape
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Weak, and what a shape holds is held by its type anyway: it keeps no plugin.
    private static readonly ConditionalWeakTable<Type, TypeShape> s_shapes = [];

    private TypeShape(Type type)
    {
        var homes = new HashSet<AssemblyLoadContext>();
        AddHomes(type, homes);
        Home = homes.FirstOrDefault();
        IsOfSeveral = homes.Count > 1;
        IsClosed = IsClosedType(type, []);
        Fields = IsClosed || type.IsArray ? [] : [.. FieldsOf(type).Where(static field => MayLeadFurther(field.FieldType))];
    }

    /// <summary>Gets the load context of the plugin that the type, or one of its type arguments, is of.</summary>
    /// <value>Null for a type that is shared.</value>
    public AssemblyLoadContext? Home { get; }

    /// <summary>Gets a value indicating whether it is made of types of several plugins.</summary>
    public bool IsOfSeveral { get; }

    /// <summary>Gets a value indicating whether its objects refer to nothing but what their fields say: no plugin's objects can be behind them.</summary>
    public bool IsClosed { get; }

    /// <summary>Gets the fields that may lead further; none if it is closed, or an array.</summary>
    public FieldInfo[] Fields { get; }

    public static TypeShape Of(Type type) => s_shapes.GetValue(type, static type => new(type));

    /// <summary>Gets the plugin's load context that an assembly is in; null if it is shared.</summary>
    public static AssemblyLoadContext? HomeOf(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) as IsolatedLoadContext;

    private static void AddHomes(Type type, HashSet<AssemblyLoadContext> homes)
    {
        while (type.HasElementType)
        {
            type = type.GetElementType()!;
        }

        if (HomeOf(type.Assembly) is { } home)
        {
            homes.Add(home);
        }

        foreach (var argument in type.GetGenericArguments())
        {
            AddHomes(argument, homes);
        }
    }

    /// <param name="type">The type of an object, not only of a field that it is in.</param>
    /// <param name="above">The types on the way here, which are looked at already.</param>
    private static bool IsClosedType(Type type, HashSet<Type> above)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsFunctionPointer || type == typeof(string) || !above.Add(type))
        {
            return true;
        }

        return type.IsArray ? IsClosedField(type.GetElementType()!, above)
            : !typeof(Delegate).IsAssignableFrom(type) && !typeof(MemberInfo).IsAssignableFrom(type) && FieldsOf(type).All(field => IsClosedField(field.FieldType, above));
    }

    /// <summary>Tells whether something of a plugin may be behind a field: not behind a closed one that is shared, as a date or an array of numbers is.</summary>
    private static bool MayLeadFurther(Type type)
    {
        HashSet<AssemblyLoadContext> homes = [];
        AddHomes(type, homes);
        return homes.Count > 0 || !IsClosedField(type, []);
    }

    private static bool IsClosedField(Type type, HashSet<Type> above) => (type.IsValueType || type.IsSealed || type.IsPointer) && IsClosedType(type, above);

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(Own).Where(static field => !field.FieldType.IsPrimitive && !field.FieldType.IsPointer && !field.FieldType.IsFunctionPointer))
            {
                yield return field;
            }
        }
    }
}
