namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A secret that is not in the file: a reference to it stands in its place.</summary>
internal sealed class ConfigSecret(ConfigFile source, int line, int column, SecretReference reference) : ConfigNode(source, line, column)
{
    public SecretReference Reference { get; } = reference;

    public override string Description => "a secret";

    public override bool HasSecrets => true;
}
