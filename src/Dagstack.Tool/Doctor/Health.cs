namespace Dagstack.Tool.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works, and something is not as it should be.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Bad,
}
