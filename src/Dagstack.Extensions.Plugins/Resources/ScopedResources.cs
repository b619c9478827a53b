using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <summary>The resources of one plugin, made by its scope of the host's container when first asked for.</summary>
internal sealed class ScopedResources : PluginResources
{
    private readonly PluginManifest _manifest;
    private readonly IServiceProvider _scope;
    private readonly Dictionary<string, ResourceDefinition> _available = new(StringComparer.Ordinal);

    public ScopedResources(PluginManifest manifest, IServiceProvider scope)
    {
        _manifest = manifest;
        _scope = scope;
        var registered = scope.GetRequiredService<IServiceProviderIsService>();
        foreach (var definition in ResourceDefinition.All)
        {
            if (IsDeclared(definition.Name) && registered.IsService(definition.ServiceType))
            {
                _available.Add(definition.Name, definition);
            }
        }
    }

    public override IReadOnlyCollection<string> Names => _available.Keys;

    public bool IsDeclared(string name) =>
        _manifest.Resources.Required.Contains(name, StringComparer.Ordinal) || _manifest.Resources.Optional.Contains(name, StringComparer.Ordinal);

    /// <summary>Throws if the host lacks a resource that the manifest requires.</summary>
    public void EnsureRequired()
    {
        foreach (var name in _manifest.Resources.Required)
        {
            if (!_available.ContainsKey(name))
            {
                throw Lacking(name);
            }
        }
    }

    public object? Find(string name) => Resolve(name, required: false);

    /// <summary>Gets the resource as an array of its type: of one, or empty if the host lacks it.</summary>
    public Array FindAll(ResourceDefinition resource)
    {
        var found = Find(resource.Name);
        var all = Array.CreateInstance(resource.ServiceType, found is null ? 0 : 1);
        if (found is not null)
        {
            all.SetValue(found, 0);
        }

        return all;
    }

    protected override object? Resolve(string name, bool required)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_available.TryGetValue(name, out var definition))
        {
            return _scope.GetRequiredService(definition.ServiceType);
        }

        if (!IsDeclared(name))
        {
            throw new MissingDependencyException(_manifest.Id, name, Undeclared($"The plugin '{_manifest.Id}' asks for the resource '{name}'", name));
        }

        return required ? throw Lacking(name) : null;
    }

    public static string Undeclared(string who, string name) =>
        $"{who}, which its manifest does not declare. Add \"{name}\" to 'required' or 'optional' under [plugin.resources].";

    private MissingDependencyException Lacking(string name)
    {
        var known = string.Join(", ", ResourceDefinition.All.Select(static definition => definition.Name));
        var near = NearNames.Find(name, ResourceDefinition.All.Select(static definition => definition.Name));
        var hint = near is null ? string.Empty : $" Did you mean '{near}'?";
        return new(_manifest.Id, name, $"The plugin '{_manifest.Id}' requires the resource '{name}', which this host does not have.{hint} It has: {known}. Declare the resource as optional if the plugin can do without it.");
    }
}
