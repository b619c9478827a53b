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

    public static ResourceDefinition? Of(Type type) =>
        All.FirstOrDefault(definition => definition.ServiceType == type || definition.BaseType == type);
}
