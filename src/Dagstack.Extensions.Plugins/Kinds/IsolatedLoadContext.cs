using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.Kinds;

/// <summary>A load context of a plugin's own: nothing that is in it is the host's.</summary>
internal abstract class IsolatedLoadContext(string name, bool isCollectible) : AssemblyLoadContext(name, isCollectible)
{
    /// <summary>Tells whether a type, or one of its type arguments, comes from a plugin's load context.</summary>
    public static bool Has(Type type) =>
        type.HasElementType
            ? Has(type.GetElementType()!)
            : GetLoadContext(type.Assembly) is IsolatedLoadContext || Array.Exists(type.GetGenericArguments(), Has);
}
