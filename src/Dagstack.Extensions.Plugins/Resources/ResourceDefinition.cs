using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <summary>A name that manifests declare, and the types under which plugins take it.</summary>
/// <param name="Name">The name, such as <c>clock</c>.</param>
/// <param name="ServiceType">The type under which the host registers it.</param>
/// <param name="BaseType">A type of the platform that stands for it too, such as <see cref="TimeProvider"/>.</param>
internal sealed record ResourceDefinition(string Name, Type ServiceType, Type BaseType)
{
    public static IReadOnlyList<ResourceDefinition> All { get; } =
    [
        new("clock", typeof(Clock), typeof(TimeProvider)),
        new("rng", typeof(Rng), typeof(Random)),
    ];

    /// <summary>Finds the resource that a service stands for, also when several are asked for.</summary>
    /// <param name="type">The type of the service, or an <see cref="IEnumerable{T}"/> of it.</param>
    /// <param name="key">The key: none, any, or the name of the resource. Under another one a host has services of its own.</param>
    public static ResourceDefinition? Of(Type type, object? key = null)
    {
        var single = Several(type) ?? type;
        return All.FirstOrDefault(definition =>
            (definition.ServiceType == single || definition.BaseType == single)
            && (key is null || key == KeyedService.AnyKey || key.Equals(definition.Name)));
    }

    /// <summary>Gets the type of which several are asked for; null if one is.</summary>
    public static Type? Several(Type type) =>
        type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? type.GetGenericArguments()[0] : null;
}
