namespace Dagstack.Extensions.Configuration;

/// <summary>Why configuration could not be read: the reasons of <c>_meta/error_reasons.yaml</c>.</summary>
public enum ConfigErrorReason
{
    /// <summary>A required key is absent and no default was given.</summary>
    Missing,

    /// <summary>The value is not of the type that was asked for, and cannot be taken for one.</summary>
    TypeMismatch,

    /// <summary>A <c>${VAR}</c> without a default, and the variable is not set.</summary>
    EnvUnresolved,

    /// <summary>A section does not fit its type, or the set-up of the configuration contradicts itself.</summary>
    ValidationFailed,

    /// <summary>A file is not what its format asks for.</summary>
    ParseError,

    /// <summary>A file is missing or cannot be read.</summary>
    SourceUnavailable,

    /// <summary>Changed files were refused, and the old values stay.</summary>
    ReloadRejected,

    /// <summary>A <c>${secret:…}</c> without an answer: no source for the scheme, no such key, or a query that the source does not take.</summary>
    SecretUnresolved,

    /// <summary>The place where secrets are kept cannot be reached.</summary>
    SecretBackendUnavailable,

    /// <summary>The place where secrets are kept does not let this application read the secret.</summary>
    SecretPermissionDenied,
}
