namespace Dagstack.Extensions.Plugins.Testing.Fakes;

/// <summary>The resources of a context that a test made.</summary>
internal sealed class FakeResources(PluginId plugin, Dictionary<string, object> resources) : PluginResources
{
    public override IReadOnlyCollection<string> Names => resources.Keys;

    protected override object? Resolve(string name, bool required) =>
        resources.TryGetValue(name, out var resource) ? resource
        : !required ? null
        : throw new MissingDependencyException(plugin, name, $"The plugin '{plugin}' asks for the resource '{name}', which the test does not give it. Call {nameof(PluginContextBuilder)}.{nameof(PluginContextBuilder.WithResource)}(\"{name}\", …), and declare it in the manifest if the test gives one.");
}
