using System.Reflection;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes objects of generic classes whose arguments are known at run time only.</summary>
internal static class Generic
{
    /// <param name="definition">The class, with a public constructor.</param>
    /// <param name="argument">Its only type argument.</param>
    /// <param name="values">What the constructor takes.</param>
    public static T Create<T>(Type definition, Type argument, params object?[] values) =>
        (T)Activator.CreateInstance(definition.MakeGenericType(argument), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, values, null)!;
}
