namespace Dagstack.Extensions.Configuration;

/// <summary>A place where secrets are kept, for the references of one scheme. In other languages its name is SecretSource.</summary>
/// <remarks>It is called from several threads. Answers are cached, and calls for the same secret at the same time are one call.</remarks>
public interface ISecretSource
{
    /// <summary>Gets the scheme, such as <c>vault</c>: a small letter, then small letters, digits and <c>_</c>.</summary>
    string Scheme { get; }

    /// <summary>Gets what errors call this source.</summary>
    /// <value><c>secret:</c> and the scheme by default.</value>
    string Id => $"secret:{Scheme}";

    /// <summary>Checks what can be checked of a reference without asking for it. It is called when files are loaded, so that mistakes are found then.</summary>
    /// <param name="reference">A reference of this scheme.</param>
    /// <exception cref="ConfigException">The reference asks for what this source does not have, such as an unknown key in its query.</exception>
    void Check(SecretReference reference)
    {
    }

    /// <summary>Asks for a secret.</summary>
    /// <param name="reference">A reference of this scheme.</param>
    /// <param name="cancellationToken">Ends when <see cref="DagstackConfigOptions.SecretTimeout"/> is over.</param>
    /// <returns>The secret, or null if there is none of this path, version or field: the reference's default then stands for it.</returns>
    /// <exception cref="ConfigException">The source cannot be reached, or refuses to answer. No default stands for that.</exception>
    ValueTask<SecretValue?> ResolveAsync(SecretReference reference, CancellationToken cancellationToken);
}
