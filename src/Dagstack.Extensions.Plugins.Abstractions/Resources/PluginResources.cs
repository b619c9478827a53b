namespace Dagstack.Extensions.Plugins;

/// <summary>The resources that a plugin's manifest declares, by name.</summary>
/// <remarks>The host owns them: they exist before setup and end after teardown. See §6 of the plugin contract.</remarks>
public abstract class PluginResources
{
    /// <summary>Gets the names that the manifest declares and the host has.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>Gets a resource that must be there.</summary>
    /// <param name="name">Its name, such as <c>clock</c>.</param>
    /// <typeparam name="T">Its type, such as <see cref="Clock"/>.</typeparam>
    /// <returns>The resource.</returns>
    /// <exception cref="MissingDependencyException">The manifest does not declare it, or the host does not have it.</exception>
    /// <exception cref="InvalidCastException">It is not a <typeparamref name="T"/>.</exception>
    public T GetRequired<T>(string name)
        where T : class => (T)Resolve(name, required: true)!;

    /// <summary>Gets a resource that is optional in the manifest.</summary>
    /// <param name="name">Its name, such as <c>clock</c>.</param>
    /// <typeparam name="T">Its type, such as <see cref="Clock"/>.</typeparam>
    /// <returns>The resource, or null if the host does not have it.</returns>
    /// <exception cref="MissingDependencyException">The manifest does not declare it.</exception>
    /// <exception cref="InvalidCastException">It is not a <typeparamref name="T"/>.</exception>
    public T? Get<T>(string name)
        where T : class => (T?)Resolve(name, required: false);

    /// <summary>Finds a resource.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="required">Whether the host has to have it.</param>
    /// <returns>The resource, or null if it is not required and the host does not have it.</returns>
    protected abstract object? Resolve(string name, bool required);
}
