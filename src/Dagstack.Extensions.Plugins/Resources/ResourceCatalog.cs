using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The resources of one host: those that every host has, and its own.</summary>
internal sealed class ResourceCatalog
{
    private readonly Dictionary<string, ResourceDefinition> _byName = new(StringComparer.Ordinal);
    private readonly ILookup<Type, ResourceDefinition> _byType;
    private readonly ILookup<string, ResourceDecoration> _decorations;

    public ResourceCatalog(ResourceSettings settings)
    {
        foreach (var definition in BuiltInResources.All.Concat(settings.Definitions))
        {
            // A built-in one that the host makes itself is taken by the same types.
            _byName[definition.Name] = definition with { BaseType = BuiltInResources.Find(definition.Name)?.BaseType };
        }

        _byType = _byName.Values
            .SelectMany(static definition => new[] { definition.ServiceType, definition.BaseType }.OfType<Type>().Select(type => (Type: type, Definition: definition)))
            .ToLookup(static pair => pair.Type, static pair => pair.Definition);
        _decorations = settings.Decorations.ToLookup(static decoration => decoration.Name, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<ResourceDefinition> All => _byName.Values;

    public ResourceDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds the resources that a service stands for, also when several are asked for.</summary>
    /// <param name="type">The type of the service, or an <see cref="IEnumerable{T}"/> of it.</param>
    /// <param name="key">The key: none, any, or the name of the resource. Under another one a host has services of its own.</param>
    public IReadOnlyList<ResourceDefinition> Of(Type type, object? key)
    {
        var ofType = _byType[ResourceDefinition.Several(type) ?? type];
        return key is null || key == KeyedService.AnyKey ? [.. ofType] : [.. ofType.Where(definition => key.Equals(definition.Name))];
    }

    /// <summary>Gets the decorations of a resource, the innermost first.</summary>
    public IEnumerable<ResourceDecoration> DecorationsOf(string name) => _decorations[name];

    /// <summary>Says which resource a name may mean, and which there are.</summary>
    public string HintFor(string name)
    {
        var near = NearNames.Find(name, _byName.Keys);
        return $"{(near is null ? string.Empty : $" Did you mean '{near}'?")} It has: {string.Join(", ", _byName.Keys)}.";
    }
}
