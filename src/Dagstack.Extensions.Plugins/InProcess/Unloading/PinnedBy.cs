using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Tells what objects are to a load context that ought to be gone.</summary>
/// <param name="context">The load context.</param>
internal sealed class PinnedBy(AssemblyLoadContext context)
{
    private readonly Dictionary<Type, bool> _isOwn = [];

    /// <summary>Says what of the context an object is; null if it is nothing of it.</summary>
    public string? Describe(object value) => value switch
    {
        AssemblyLoadContext other => other == context ? "its load context" : null,
        System.Reflection.Assembly assembly => IsOwn(assembly) ? $"the assembly {assembly.GetName().Name}" : null,
        Type type => IsOwn(type) ? $"the type {type}" : null,
        System.Reflection.MemberInfo member => (member.DeclaringType is { } type && IsOwn(type)) || IsOwn(member.Module.Assembly) ? $"the member {member.DeclaringType}.{member.Name}" : null,
        System.Reflection.ParameterInfo parameter => IsOwn(parameter.Member.Module.Assembly) ? $"a parameter of {parameter.Member}" : null,
        Delegate { Method.DeclaringType: { } declaring } handler when IsOwn(declaring) => $"{declaring}.{handler.Method.Name}",
        _ => IsOwn(value.GetType()) ? $"an object of {value.GetType()}" : null,
    };

    private bool IsOwn(System.Reflection.Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) == context;

    private bool IsOwn(Type type)
    {
        if (!_isOwn.TryGetValue(type, out var isOwn))
        {
            isOwn = type.HasElementType ? IsOwn(type.GetElementType()!)
                : type.IsGenericParameter ? IsOwn(type.Assembly)
                : IsOwn(type.Assembly) || Array.Exists(type.GetGenericArguments(), IsOwn);
            _isOwn.Add(type, isOwn);
        }

        return isOwn;
    }
}
