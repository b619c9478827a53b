namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Makes options from a plugin's section, and says everything that is wrong with it at once.</summary>
/// <remarks>Keeps nothing by type, so a plugin's load context can go. See docs/adr/0005-options-binder.md.</remarks>
internal static class OptionsBinder
{
    /// <summary>Binds a section.</summary>
    /// <param name="type">The options type.</param>
    /// <param name="view">The plugin's section.</param>
    /// <param name="validate">Whether validation attributes and IValidatableObject are asked too.</param>
    public static BindResult Bind(Type type, ConfigurationView view, bool validate = true)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(view);
        var session = new BindSession();
        session.Problems.HideSecrets(view.Section);
        session.Problems.AddRange(view.Problems);
        var place = new BoundPlace(view.Section, Secret: false);
        var bound = session.Bind(type, place, existing: null, out var value);
        if (bound && value is not null && validate)
        {
            new OptionsValidator(session).Validate(value, place);
        }

        return new BindResult { Value = bound ? value : null, Problems = session.Problems.All };
    }
}
