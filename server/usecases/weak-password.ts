const common = ['password', 'passw0rd', 'qwertyuiop', '1234567890', '12345678910', 'iloveyou', 'ringback', 'letmein'];

/** Whether a password is one that is tried first: few different signs, a well-known word, or the login itself. */
export function weakness(password: string, login: string): boolean {
  const plain = password.toLowerCase();
  if (password.length < 10 || new Set(plain).size < 5) return true;
  if (login.length >= 4 && plain.includes(login.toLowerCase()) && plain.length < login.length + 6) return true;
  return common.some((word) => plain.startsWith(word) && plain.length < word.length + 4);
}
