namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Where a value is from.</summary>
/// <param name="Node">Its key, and what is below.</param>
/// <param name="Secret">Whether it is from a source of secrets, or has the name of one, or is in a section that has.</param>
/// <param name="Name">The name of the property or parameter that it is for, if it has one.</param>
internal readonly record struct BoundPlace(SectionNode Node, bool Secret, string? Name = null)
{
    public BoundPlace Below(SectionNode child, string? name = null) =>
        new(child, Secret || child.IsSecret || SecretNames.IsSecret(child.Key) || (name is not null && SecretNames.IsSecret(name)), name);
}
