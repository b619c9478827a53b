namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Plugins given in code that declare resources and hand them to a test.</summary>
internal static class Needy
{
    public static PluginManifest Manifest(string name, params string[] required) =>
        new() { Id = new("greeter", name), Resources = new() { Required = required } };

    /// <summary>Adds a plugin that takes a resource by its name in its setup.</summary>
    /// <param name="options">The host's options.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="use">Gets the resource during setup.</param>
    /// <param name="teardown">What teardown does.</param>
    /// <param name="end">What disposing the plugin does.</param>
    /// <typeparam name="T">The type of the resource.</typeparam>
    public static DagstackPluginOptions AddNeedy<T>(this DagstackPluginOptions options, string name, string resource, Action<T> use, Func<ValueTask<bool>>? teardown = null, Action? end = null)
        where T : class => options.Add(Manifest(name, resource), services =>
        {
            var got = (T)services.GetService(typeof(T))!;
            return new CodePlugin
            {
                OnSetup = _ =>
                {
                    use(got);
                    return default;
                },
                OnTeardown = _ => teardown?.Invoke() ?? new(true),
                OnDispose = end,
            };
        });
}
