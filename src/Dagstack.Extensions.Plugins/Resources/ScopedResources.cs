using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The resources of one plugin, from its scope of the host's container.</summary>
internal sealed class ScopedResources : PluginResources
{
    private readonly PluginManifest _manifest;
    private readonly IServiceProvider _scope;
    private readonly ResourceCatalog _catalog;
    private readonly ResourceMaker _maker;
    private readonly Dictionary<string, object> _made = new(StringComparer.Ordinal);

    public ScopedResources(PluginManifest manifest, IServiceProvider scope)
    {
        _manifest = manifest;
        _scope = scope;
        _catalog = scope.GetRequiredService<ResourceCatalog>();
        _maker = new(manifest.Id, scope, _catalog);
        scope.GetRequiredService<PluginScope>().Plugin = manifest.Id;
    }

    public ResourceCatalog Catalog => _catalog;

    public override IReadOnlyCollection<string> Names => _made.Keys;

    public bool IsDeclared(string name) =>
        _manifest.Resources.Required.Contains(name, StringComparer.Ordinal) || _manifest.Resources.Optional.Contains(name, StringComparer.Ordinal);

    /// <summary>Makes everything that is declared: it is there before setup, and what cannot be made is known at the start.</summary>
    /// <exception cref="MissingDependencyException">The host lacks a resource that the manifest requires, or its code threw.</exception>
    public void Make()
    {
        var registered = _scope.GetRequiredService<IServiceProviderIsKeyedService>();
        var available = _catalog.All.Where(definition => IsDeclared(definition.Name) && definition.IsAvailable(registered)).ToList();
        ThrowIfLacking(name => available.Exists(definition => definition.Name == name));
        foreach (var definition in available)
        {
            if (_maker.Make(definition) is { } resource)
            {
                _made.Add(definition.Name, resource);
            }
        }

        ThrowIfLacking(_made.ContainsKey);
    }

    /// <summary>Makes what is no resource but the plugin's own as well.</summary>
    public T MakeOwn<T>(string what, Func<PluginId, IServiceProvider, T?> make)
        where T : class => _maker.MakeOwn(what, make);

    /// <summary>Finds the declared resources that a service stands for.</summary>
    /// <param name="type">The type of the service, or an <see cref="IEnumerable{T}"/> of it.</param>
    /// <param name="key">Its key; null for none.</param>
    /// <param name="who">Who asks, told what for, such as "the resource 'clock'".</param>
    /// <returns>Null if the service is no resource; else one, or several if several are asked for.</returns>
    /// <exception cref="MissingDependencyException">The manifest declares none of them, or more than one can be meant.</exception>
    public IReadOnlyList<ResourceDefinition>? Of(Type type, object? key, Func<string, string> who)
    {
        var candidates = _catalog.Of(type, key);
        if (candidates.Count == 0)
        {
            return null;
        }

        List<ResourceDefinition> declared = [.. candidates.Where(definition => IsDeclared(definition.Name))];
        return declared.Count switch
        {
            0 => throw Undeclared([.. candidates.Select(static definition => definition.Name)], who),
            > 1 when ResourceDefinition.Several(type) is null => throw Ambiguous(declared, who),
            _ => declared,
        };
    }

    /// <summary>Gets what a service stands for: a resource, an array of several, or null if the host lacks the one that is asked for.</summary>
    public object? Find(Type type, IReadOnlyList<ResourceDefinition> declared)
    {
        if (ResourceDefinition.Several(type) is not { } single)
        {
            return _made.GetValueOrDefault(declared[0].Name);
        }

        object[] found = [.. declared.Where(definition => _made.ContainsKey(definition.Name)).Select(definition => _made[definition.Name])];
        var all = Array.CreateInstance(single, found.Length);
        found.CopyTo(all, 0);
        return all;
    }

    /// <summary>Gets what is there, for the plugin's own container.</summary>
    public IEnumerable<(ResourceDefinition Definition, object Resource)> All() => _made.Select(pair => (_catalog.Find(pair.Key)!, pair.Value));

    protected override object? Resolve(string name, bool required)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_made.TryGetValue(name, out var resource))
        {
            return resource;
        }

        if (!IsDeclared(name))
        {
            throw Undeclared([name], what => $"The plugin '{_manifest.Id}' asks for {what}");
        }

        return required ? throw Lacking(name) : null;
    }

    private void ThrowIfLacking(Func<string, bool> has)
    {
        if (_manifest.Resources.Required.FirstOrDefault(name => name != ManifestKeys.ConfigResource && !has(name)) is { } lacking)
        {
            throw Lacking(lacking);
        }
    }

    private MissingDependencyException Undeclared(string[] names, Func<string, string> who)
    {
        var what = names.Length == 1 ? $"the resource '{names[0]}'" : $"one of the resources {string.Join(", ", names.Select(static name => $"'{name}'"))}";
        return new(_manifest.Id, names[0], $"{who(what)}, which its manifest does not declare. Add {string.Join(" or ", names.Select(static name => $"\"{name}\""))} to 'required' or 'optional' under [plugin.resources].");
    }

    private MissingDependencyException Ambiguous(List<ResourceDefinition> declared, Func<string, string> who)
    {
        var names = string.Join(", ", declared.Select(static definition => $"'{definition.Name}'"));
        return new(_manifest.Id, declared[0].Name, $"{who($"one of the resources {names}")}, which are all declared and have the same type. Say which one is meant, as in [FromKeyedServices(\"{declared[0].Name}\")].");
    }

    private MissingDependencyException Lacking(string name)
    {
        // Known by name, and yet not there: nothing is registered for it, or its factory has none for this plugin.
        var cause = _catalog.Find(name) is { } known
            ? $" Register a {known.ServiceType.Name} in the host's services, or see to what AddResource(\"{name}\", …) returns for this plugin."
            : _catalog.HintFor(name);
        return new(_manifest.Id, name, $"The plugin '{_manifest.Id}' requires the resource '{name}', which this host does not have.{cause} Declare the resource as optional if the plugin can do without it.");
    }
}
